package import Basics

/// The parts of a response's body that the run uses. The body itself is stored unchanged.
package struct ResponseBody: Sendable, Equatable {
  package private(set) var isJSON = false
  /// Why the body is not JSON; meaningless if it is.
  package private(set) var problem = "it is empty"
  /// `choices` is an array that is not empty.
  package private(set) var hasChoices = false
  package private(set) var answer = AnswerFacts()
  /// `nil`: the body says nothing about the balance.
  package private(set) var balance: BalanceNotice?
  /// `nil`: the body is no error, or an answer without one. Of a body that is no JSON, its text.
  package private(set) var error: APIError?

  package init(_ bytes: [UInt8]) {
    var outline = JSONOutline()
    self.init(bytes, &outline)
  }

  /// `outline`: only its storage is used, to save allocations.
  package init(_ bytes: [UInt8], _ outline: inout JSONOutline) {
    bytes.withUnsafeBytes { text in
      do throws(JSONError) {
        try outline.read(text, depth: 3)
        isJSON = true
        read(outline, text)
      } catch {
        if !bytes.isEmpty { problem = "it is not JSON: \(error.clause)" }
        self.error = ErrorReader.error(ofPage: bytes)
      }
    }
  }

  private mutating func read(_ outline: JSONOutline, _ text: UnsafeRawBufferPointer) {
    guard outline.nodes[0].kind == .object else {
      error = APIError(outline, text, besideChoices: false)
      return
    }
    if let choices = outline.member("choices", in: text) {
      readChoices(choices, outline, text)
    }
    if let usage = outline.member("usage", in: text) {
      answer.tokensIn = Self.count("prompt_tokens", of: usage, outline, text)
      answer.tokensOut = Self.count("completion_tokens", of: usage, outline, text)
    }
    error = APIError(outline, text, besideChoices: hasChoices)
    readBalance(outline, text)
  }

  private mutating func readChoices(
    _ choices: Int, _ outline: JSONOutline, _ text: UnsafeRawBufferPointer
  ) {
    guard outline.nodes[choices].kind == .array else { return }
    outline.forEachChild(of: choices) { choice in
      hasChoices = true
      guard let reason = outline.member("finish_reason", of: choice, in: text) else { return }
      if outline.string(reason, in: text) == "length" { answer.isTruncated = true }
    }
  }

  /// The most tokens that an answer is believed to have. A larger number counts as not reported, so
  /// that sums over all jobs do not overflow.
  package static let mostTokens = 10_000_000_000

  private static func count(
    _ name: StaticString, of usage: Int, _ outline: JSONOutline, _ text: UnsafeRawBufferPointer
  ) -> Int? {
    outline.member(name, of: usage, in: text).flatMap { outline.integer($0, in: text) }
      .flatMap { (0...mostTokens).contains($0) ? $0 : nil }
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
    case .string: notice.message = outline.string(warning, in: text)
    case .object:
      notice.message = outline.member("message", of: warning, in: text)
        .flatMap { outline.string($0, in: text) }
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
