package import Tokens

/// The jobs that a forecast covers, in order, 12 bytes each; or an even sample of them.
package struct Workload: Sendable {
  package struct Item: Sendable, Equatable {
    package let model: UInt32
    /// Estimated.
    package let tokensIn: UInt32
    package let ceilingOut: UInt32

    /// `model`: its number.
    package init(model: UInt32, _ size: RequestSize) {
      self.model = model
      tokensIn = UInt32(clamping: size.tokensIn)
      ceilingOut = UInt32(clamping: size.ceilingOut)
    }
  }

  /// By ``Item/model``.
  package private(set) var models: [String] = []
  package private(set) var items: [Item] = []
  private var numbers: [String: UInt32] = [:]

  /// So many jobs does each item stand for.
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
