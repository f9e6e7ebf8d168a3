/// Searches a text for a pattern (Thompson's method: https://swtch.com/~rsc/regexp/regexp1.html).
struct PatternSearch {
  /// Steps that were reached at one position; each is there only once.
  private struct Reached {
    /// Only steps that take a character.
    var steps: [Int] = []
    /// The position at which each step of the program was last reached, plus 1.
    private var positions: [Int]

    init(count: Int) { positions = Array(repeating: 0, count: count) }

    /// `false` if it was there already.
    mutating func insert(_ step: Int, at position: Int) -> Bool {
      if positions[step] == position + 1 { return false }
      positions[step] = position + 1
      return true
    }
  }

  private let program: PatternProgram
  private var reached: Reached
  /// The steps of the position before.
  private var before: [Int] = []
  private var pending: [Int] = []
  private var isFound = false
  /// For each set whether it has the current character; only used if many steps share a set.
  private var isInSet: [Bool]

  init(_ program: PatternProgram) {
    self.program = program
    reached = Reached(count: program.steps.count)
    isInSet = Array(repeating: false, count: program.sets.count)
  }

  /// Call it once.
  mutating func finds(in text: [UInt32]) -> Bool {
    reach(0, at: 0, in: text)
    for position in text.indices where !isFound {
      if reached.steps.isEmpty, program.isAnchored { return false }
      swap(&before, &reached.steps)
      reached.steps.removeAll(keepingCapacity: true)
      take(text[position], at: position, in: text)
      if !program.isAnchored { reach(0, at: position + 1, in: text) }
    }
    return isFound
  }

  /// Follows the steps of the position before that take this character.
  private mutating func take(_ point: UInt32, at position: Int, in text: [UInt32]) {
    if before.count <= isInSet.count {
      for step in before where program.sets[program.setOfStep[step]].contains(point) {
        reach(step + 1, at: position + 1, in: text)
      }
    } else {
      for set in isInSet.indices { isInSet[set] = program.sets[set].contains(point) }
      for step in before where isInSet[program.setOfStep[step]] {
        reach(step + 1, at: position + 1, in: text)
      }
    }
  }

  /// Adds the step to those reached, and those that follow without a character.
  private mutating func reach(_ first: Int, at position: Int, in text: [UInt32]) {
    pending.append(first)
    while let step = pending.popLast() {
      guard reached.insert(step, at: position) else { continue }
      switch program.steps[step] {
      case .one: reached.steps.append(step)
      case .assertion(let assertion):
        if assertion.holds(at: position, in: text) { pending.append(step + 1) }
      case .split(let left, let right):
        pending.append(right)
        pending.append(left)
      case .jump(let target): pending.append(target)
      case .match: isFound = true
      }
    }
  }
}
