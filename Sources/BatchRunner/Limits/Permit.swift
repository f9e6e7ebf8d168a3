/// The right to make one request: one place among the requests in flight, and one start in the rate
/// window.
///
/// The start is used up once it is confirmed. The place is free again once the permit is returned.
package struct Permit: Sendable {
  /// From 1, in the order in which a ``LimiterState`` handed them out.
  let number: UInt64
  /// The model that the request must be for.
  package let model: String
  /// The request is tried while others wait, to find out whose limit it is, see ``ModelPauses``.
  var isTrial = false

  init(number: UInt64, model: String = "") {
    self.number = number
    self.model = model
  }
}

extension Permit: Hashable {
  package static func == (left: Permit, right: Permit) -> Bool { left.number == right.number }
  package func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

/// How many requests of one model a run could start now.
package struct Demand: Sendable, Equatable {
  package let model: String
  package var count: Int

  package init(_ model: String, _ count: Int) {
    self.model = model
    self.count = count
  }
}

extension [Demand] {
  /// Adds requests of this model behind the others.
  mutating func add(_ model: String, _ count: Int) {
    if last?.model == model {
      self[self.count - 1].count += count
    } else {
      append(Demand(model, count))
    }
  }
}
