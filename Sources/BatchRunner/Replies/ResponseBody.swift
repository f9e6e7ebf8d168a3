package import Basics

/// The parts of a response's body that the run uses. The body itself is stored unchanged.
package struct ResponseBody: Sendable, Equatable {
  /// The `error` object, or what some gateways send instead of it.
  package struct APIError: Sendable, Equatable {
    package var message: String
    /// Such as `insufficient_balance`; `nil`: none.
    package var code: String?
    package var type: String?
  }

  package private(set) var isJSON = false
  /// Why the body is not JSON; meaningless if it is.
  package private(set) var problem = "it is empty"
  /// `choices` is an array that is not empty.
  package private(set) var hasChoices = false
  package private(set) var answer = AnswerFacts()
  /// `nil`: the body says nothing about the balance.
  package private(set) var balance: BalanceNotice?
  package private(set) var error: APIError?
  /// What an error says about the credits needed and left.
  package private(set) var requiredCredits: Double?
  package private(set) var availableCredits: Double?

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
      }
    }
  }

  private mutating func read(_ outline: JSONOutline, _ text: UnsafeRawBufferPointer) {
    guard outline.nodes[0].kind == .object else { return }
    if let choices = outline.member("choices", in: text) {
      readChoices(choices, outline, text)
    }
    if let usage = outline.member("usage", in: text) {
      answer.tokensIn = Self.count("prompt_tokens", of: usage, outline, text)
      answer.tokensOut = Self.count("completion_tokens", of: usage, outline, text)
    }
    readError(outline, text)
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

  /// Reads the error and the credits that it names, in the forms that the API and gateways use.
  private mutating func readError(_ outline: JSONOutline, _ text: UnsafeRawBufferPointer) {
    func string(_ name: StaticString, _ parent: Int) -> String? {
      outline.member(name, of: parent, in: text).flatMap { outline.string($0, in: text) }
    }
    func number(_ names: [StaticString]) -> Double? {
      let parents = [0, outline.member("error", in: text)].compactMap { $0 }
      for parent in parents {
        for name in names {
          guard let index = outline.member(name, of: parent, in: text) else { continue }
          if let value = outline.number(index, in: text) { return value }
        }
      }
      return nil
    }
    guard let index = outline.member("error", in: text) else {
      // Some gateways have the code in the outermost object, or only a message or a `detail`.
      let code = string("code", 0)
      if let message = string("message", 0) ?? string("detail", 0) ?? code {
        error = hasChoices ? nil : APIError(message: message, code: code, type: string("type", 0))
      }
      return
    }
    switch outline.nodes[index].kind {
    case .object:
      let code = string("code", index)
      let type = string("type", index)
      let message = string("message", index) ?? code ?? type ?? "an error without a message"
      error = APIError(message: message, code: code, type: type)
    case .string:
      error = APIError(
        message: outline.string(index, in: text) ?? "", code: string("code", 0), type: nil)
    default:
      return
    }
    requiredCredits = number(["required_credits", "requiredCredits", "required"])
    availableCredits = number([
      "available_credits", "availableCredits", "remaining_credits", "available", "balance",
    ])
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

  /// Whether the body's error says that the balance is empty. A text that a model wrote can say so
  /// too, so a success with choices never counts.
  func isAboutBalance(status: Int) -> Bool {
    guard let error, !(hasChoices && status < 400) else { return false }
    let codes: Set<String> = [
      "insufficient_balance", "insufficient_credits", "insufficient_quota",
      "credit_balance_exhausted", "organization_spend_limit_exceeded",
      "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
    ]
    if [error.code, error.type].contains(where: { $0.map(codes.contains) ?? false }) {
      return true
    }
    return (status == 400 || status == 403 || status == 429)
      && error.message.lowercased().contains("credit balance is too low")
  }
}
