/// Searches a text for a pattern (Thompson's method: https://swtch.com/~rsc/regexp/regexp1.html).
struct PatternSearch {
  /// Steps that were reached at one position; each is there only once.
  private struct Reached {
    /// Only steps that take a character.
    var steps: [Int] = []
    /// The round in which each step of the program was last reached.
    private var rounds: [Int]
    private var round = 1

    init(count: Int) { rounds = Array(repeating: 0, count: count) }

    mutating func removeAll() {
      steps.removeAll(keepingCapacity: true)
      round += 1
    }

    /// `false` if it was there already.
    mutating func insert(_ step: Int) -> Bool {
      if rounds[step] == round { return false }
      rounds[step] = round
      return true
    }
  }

  private let program: PatternProgram
  private var current: Reached
  private var next: Reached
  private var pending: [Int] = []
  private var isFound = false

  init(_ program: PatternProgram) {
    self.program = program
    current = Reached(count: program.steps.count)
    next = current
  }

  /// Call it once.
  mutating func finds(in text: [UInt32]) -> Bool {
    reach(0, at: 0, in: text)
    for position in text.indices where !isFound {
      if current.steps.isEmpty, program.isAnchored { return false }
      swap(&current, &next)
      current.removeAll()
      for step in next.steps {
        guard case .one(let set) = program.steps[step],
          program.sets[set].contains(text[position])
        else { continue }
        reach(step + 1, at: position + 1, in: text)
      }
      if !program.isAnchored { reach(0, at: position + 1, in: text) }
    }
    return isFound
  }

  /// Adds the step to the current ones, and those that follow without a character.
  private mutating func reach(_ first: Int, at position: Int, in text: [UInt32]) {
    pending.append(first)
    while let step = pending.popLast() {
      guard current.insert(step) else { continue }
      switch program.steps[step] {
      case .one: current.steps.append(step)
      case .assertion(let assertion):
        if assertion.holds(at: position, in: text) { pending.append(step + 1) }
      case .split(let left, let right): pending += [right, left]
      case .jump(let target): pending.append(target)
      case .match: isFound = true
      }
    }
  }
}
