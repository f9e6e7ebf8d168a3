import Basics

/// The faults of a scenario with cumulative chances, so that one random number picks a fault.
struct FaultTable: Sendable {
  /// A random number below `upTo`, and not below that of the step before, picks the fault.
  private let steps: [(upTo: Double, fault: Fault)]

  /// Traps if the chances add up to more than 1.
  init(_ chances: [Fault: Double]) {
    var sum = 0.0
    // In the order of the cases, because the order of a dictionary differs between processes.
    steps = Fault.allCases.compactMap { fault in
      guard let chance = chances[fault], chance > 0 else { return nil }
      sum += chance
      return (sum, fault)
    }
    precondition(sum <= 1 + 1e-9, "the faults add up to \(sum)")
  }

  /// A random fault; `nil`: none.
  func draw(using random: inout SplitMix64) -> Fault? {
    guard !steps.isEmpty else { return nil }
    let number = random.unit()
    return steps.first { number < $0.upTo }?.fault
  }
}
