package import Basics

/// The parts of a response's body that the run uses.
///
/// A body that the strict reader refuses is mended first, if that is possible; see ``mended``.
package struct ResponseBody: Sendable, Equatable {
  /// The body is JSON, as it came or mended.
  package private(set) var isJSON = false
  /// Why the body is not JSON; meaningless if it is.
  package private(set) var problem = "it is empty"
  /// `choices` is an array that is not empty.
  package private(set) var hasChoices = false
  /// A choice has a text, tool calls, a refusal or another content.
  package private(set) var hasAnswer = false
  /// Why there is no whole answer, in words; `nil`: there is one, which may be empty.
  package private(set) var answerProblem: String?
  package private(set) var answer = AnswerFacts()
  /// `nil`: the body says nothing about the balance.
  package private(set) var balance: BalanceNotice?
  /// Of the body, or of its first choice that has one; of a body that is no JSON, its text. `nil`: the
  /// body is no error, or an answer without one.
  package private(set) var error: APIError?
  /// The body as it was made readable; `nil`: it is JSON as it came, or none at all.
  package private(set) var mended: MendedBody?

  package init(_ bytes: [UInt8]) {
    var outline = JSONOutline()
    self.init(bytes, &outline)
  }

  /// `outline`: only its storage is used, to save allocations. `streamProblem`: why the stream that
  /// the body was put together from is no whole answer; `nil`: it is one, or there was none.
  package init(_ bytes: [UInt8], _ outline: inout JSONOutline, streamProblem: String? = nil) {
    answerProblem = streamProblem
    do throws(JSONError) {
      try readStrictly(bytes, &outline)
    } catch {
      if !bytes.isEmpty { problem = "it is not JSON: \(error.clause)" }
      if let found = MendedBody(bytes) {
        mended = found
        answerProblem = found.problem
        try? readStrictly(found.json, &outline)
      }
    }
    if !isJSON {
      answerProblem = problem
      error = ErrorReader.error(ofPage: bytes)
    }
  }

  /// Down to the members of the messages; deeper where a message has parts.
  private static let depth = 4
  private static let depthOfParts = 6

  private mutating func readStrictly(
    _ bytes: [UInt8], _ outline: inout JSONOutline
  ) throws(JSONError) {
    let failure: JSONError? = bytes.withUnsafeBytes { text in
      do throws(JSONError) {
        try outline.read(text, depth: Self.depth)
        var choices = Self.choices(outline, text)
        if choices?.hasParts == true {
          try outline.read(text, depth: Self.depthOfParts)
          choices = Self.choices(outline, text)
        }
        isJSON = true
        read(outline, text, choices)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  private static func choices(
    _ outline: JSONOutline, _ text: UnsafeRawBufferPointer
  ) -> AnswerChoices? {
    outline.member("choices", in: text).map { AnswerChoices($0, outline, text) }
  }

  private mutating func read(
    _ outline: JSONOutline, _ text: UnsafeRawBufferPointer, _ choices: AnswerChoices?
  ) {
    hasChoices = (choices?.count ?? 0) > 0
    hasAnswer = choices?.hasAnswer ?? false
    if hasChoices { answer.flags = choices?.flags ?? [] }
    // Gemini's errors are in an array of one.
    let isList = outline.nodes[0].kind == .array && outline.nodes.count > 1
    let root = isList ? 1 : 0
    if outline.nodes[root].kind == .object {
      answer.usage = UsageReader(root, outline, text).read(choices)
      error =
        APIError(outline, text, besideChoices: hasChoices)
        ?? choices?.failedChoice.flatMap {
          APIError(inChoice: $0, outline, text)
        }
      readBalance(outline, text)
    }
    answerProblem = answerProblem ?? problem(of: choices)
  }

  private func problem(of choices: AnswerChoices?) -> String? {
    guard hasChoices, let choices else { return "it has no choices" }
    if let problem = choices.problem { return problem }
    return error != nil && !hasAnswer ? "it has an error and no answer" : nil
  }

  /// Reads `_remaining_credits` and `_balance_warning`, which can be a boolean, a text or an
  /// object.
  private mutating func readBalance(_ outline: JSONOutline, _ text: UnsafeRawBufferPointer) {
    let credits = outline.member("_remaining_credits", in: text)
      .flatMap { outline.number($0, in: text) }
    guard let warning = outline.member("_balance_warning", in: text) else {
      balance = credits.map { BalanceNotice(creditsLeft: $0, isWarning: false) }
      return
    }
    var notice = BalanceNotice(creditsLeft: credits, isWarning: true)
    switch outline.nodes[warning].kind {
    case .string: notice.message = outline.text(warning, in: text)
    case .object:
      notice.message = outline.member("message", of: warning, in: text)
        .flatMap { outline.text($0, in: text) }
      notice.creditsLeft =
        credits
        ?? outline.member("remaining_credits", of: warning, in: text)
        .flatMap { outline.number($0, in: text) }
    case .false, .null: notice.isWarning = false
    default: break
    }
    balance = notice.isWarning || credits != nil ? notice : nil
  }
}
