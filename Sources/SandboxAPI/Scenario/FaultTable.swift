import Basics

/// The faults of a scenario, ready for the dice.
struct FaultTable: Sendable {
  private let steps: [(upTo: Double, fault: Fault)]

  init(_ chances: [Fault: Double]) {
    var sum = 0.0
    // In the order of the cases: that of a dictionary differs from process to process.
    steps = Fault.allCases.compactMap { fault in
      guard let chance = chances[fault], chance > 0 else { return nil }
      sum += chance
      return (sum, fault)
    }
    precondition(sum <= 1 + 1e-9, "the faults add up to \(sum)")
  }

  func draw(using dice: inout SplitMix64) -> Fault? {
    guard !steps.isEmpty else { return nil }
    let point = dice.unit()
    return steps.first { point < $0.upTo }?.fault
  }
}
