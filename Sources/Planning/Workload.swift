package import Tokens

/// The jobs that a forecast covers, in the order of their files, or a regular sample of them.
package struct Workload: Sendable {
  /// One job in 12 bytes, because there may be millions.
  package struct Item: Sendable, Equatable {
    /// The model's index in ``Workload/models``.
    package let model: UInt32
    /// Estimated from the body.
    package let tokensIn: UInt32
    /// The maximum number of output tokens.
    package let ceilingOut: UInt32

    /// `model` is the model's index in ``Workload/models``.
    package init(model: UInt32, _ size: RequestSize) {
      self.model = model
      tokensIn = UInt32(clamping: size.tokensIn)
      ceilingOut = UInt32(
        clamping: size.ceilingOut(standard: RequestSize.standardCeiling))
    }
  }

  /// The names of the models, in the order in which the jobs first name them.
  package private(set) var models: [String] = []
  package private(set) var items: [Item] = []
  /// The index of each name in ``models``.
  private var numbers: [String: UInt32] = [:]

  /// The number of jobs for which each item stands. It is 1 unless the workload is a sample.
  package let weight: Int

  package init(weight: Int = 1) {
    self.weight = max(1, weight)
  }

  package mutating func add(_ size: RequestSize) {
    let number: UInt32
    if let known = numbers[size.model] {
      number = known
    } else {
      number = UInt32(models.count)
      numbers[size.model] = number
      models.append(size.model)
    }
    items.append(Item(model: number, size))
  }
}
