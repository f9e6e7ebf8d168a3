/// The right to make one request: one place among the requests in flight, and one start in the rate
/// window.
///
/// The start is used up once it is confirmed. The place is free again once the permit is returned.
package struct Permit: Sendable {
  /// From 1, in the order in which a ``LimiterState`` handed them out.
  let number: UInt64
  /// The model that the request must be for.
  package let model: String
  /// The tokens that the request may count against limits of tokens; 0 without such limits.
  package let tokens: Int
  /// The request is tried while others wait, to find out whose limit it is, see ``ModelPauses``.
  var isTrial = false

  init(number: UInt64, model: String = "", tokens: Int = 0) {
    self.number = number
    self.model = model
    self.tokens = tokens
  }
}

extension Permit: Hashable {
  package static func == (left: Permit, right: Permit) -> Bool { left.number == right.number }
  package func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
