import Basics

/// The error in a response's body: the `error` object, or what some gateways send instead of it.
package struct APIError: Sendable, Equatable {
  package var message: String
  /// Such as `insufficient_balance`; `nil`: none.
  package var code: String?
  package var type: String?
  /// What the error says about the credits needed and left.
  package private(set) var requiredCredits: Double?
  package private(set) var availableCredits: Double?

  /// Reads the error in the forms that the API and gateways use; `nil`: the body is no error.
  ///
  /// `root`: the index of the object to read, which is the body or one of its choices. `hasChoices`:
  /// the body also has choices, so a plain `message` beside them is no error.
  init?(
    _ outline: JSONOutline, _ text: UnsafeRawBufferPointer, at root: Int = 0,
    besideChoices hasChoices: Bool
  ) {
    func string(_ name: StaticString, _ parent: Int) -> String? {
      outline.member(name, of: parent, in: text).flatMap { outline.text($0, in: text) }
    }
    func number(_ names: [StaticString]) -> Double? {
      let parents = [root, outline.member("error", of: root, in: text)].compactMap { $0 }
      for parent in parents {
        for name in names {
          guard let index = outline.member(name, of: parent, in: text) else { continue }
          if let value = outline.number(index, in: text) { return value }
        }
      }
      return nil
    }
    guard let index = outline.member("error", of: root, in: text) else {
      // Some gateways have the code in the outermost object, or only a message or a `detail`.
      code = string("code", root)
      guard !hasChoices, let message = string("message", root) ?? string("detail", root) ?? code
      else {
        return nil
      }
      self.message = message
      type = string("type", root)
      return
    }
    switch outline.nodes[index].kind {
    case .object:
      code = string("code", index)
      type = string("type", index)
      message = string("message", index) ?? code ?? type ?? "an error without a message"
    case .string:
      message = outline.text(index, in: text) ?? ""
      code = string("code", root)
    default:
      return nil
    }
    requiredCredits = number(["required_credits", "requiredCredits", "required"])
    availableCredits = number([
      "available_credits", "availableCredits", "remaining_credits", "available", "balance",
    ])
  }

  /// Whether the error says that the balance is empty.
  func isAboutBalance(status: Int) -> Bool {
    let codes: Set<String> = [
      "insufficient_balance", "insufficient_credits", "insufficient_quota",
      "credit_balance_exhausted", "organization_spend_limit_exceeded",
      "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
    ]
    if [code, type].contains(where: { $0.map(codes.contains) ?? false }) { return true }
    return (status == 400 || status == 403 || status == 429)
      && message.lowercased().contains("credit balance is too low")
  }
}
