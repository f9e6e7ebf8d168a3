/// A pattern as steps, of which a search follows many at once.
struct PatternProgram: Sendable {
  enum Step: Sendable {
    /// One character of the set with this index; then the next step.
    case one(Int)
    /// The next step, if the assertion holds.
    case assertion(PatternAssertion)
    /// Both steps.
    case split(Int, Int)
    case jump(Int)
    case match
  }

  private(set) var steps: [Step] = []
  let sets: [PatternSet]
  /// For each step the set of its character; 0 for others.
  private(set) var setOfStep: [Int] = []
  /// Whether a match can only begin at the start of the text.
  let isAnchored: Bool

  /// A search takes at most this many steps for each character of the text.
  static let mostSteps = 5_000

  init(_ tree: PatternNode, sets: [PatternSet]) throws(PatternProblem) {
    self.sets = sets
    isAnchored = Self.isAnchored(tree)
    try append(tree)
    try emit(.match)
    setOfStep = steps.map { if case .one(let set) = $0 { set } else { 0 } }
  }

  private static func isAnchored(_ node: PatternNode) -> Bool {
    switch node {
    case .assertion(.start): true
    case .sequence(let parts): parts.first.map { isAnchored($0) } ?? false
    case .choice(let parts): parts.allSatisfy { isAnchored($0) }
    case .repeated(let part, let least, _): least > 0 && isAnchored(part)
    case .assertion, .one: false
    }
  }

  private mutating func emit(_ step: Step) throws(PatternProblem) {
    guard steps.count < Self.mostSteps else { throw .tooLarge }
    steps.append(step)
  }

  private mutating func append(_ node: PatternNode) throws(PatternProblem) {
    switch node {
    case .one(let set): try emit(.one(set))
    case .assertion(let assertion): try emit(.assertion(assertion))
    case .sequence(let parts): for part in parts { try append(part) }
    case .choice(let parts): try appendChoice(parts)
    case .repeated(let part, let least, let most): try appendRepeated(part, least, most)
    }
  }

  private mutating func appendChoice(_ parts: [PatternNode]) throws(PatternProblem) {
    var jumps: [Int] = []
    for part in parts.dropLast() {
      let split = steps.count
      try emit(.jump(0))
      try append(part)
      jumps.append(steps.count)
      try emit(.jump(0))
      steps[split] = .split(split + 1, steps.count)
    }
    if let last = parts.last { try append(last) }
    for jump in jumps { steps[jump] = .jump(steps.count) }
  }

  /// Appends the part once for each time that it must or may occur.
  private mutating func appendRepeated(
    _ part: PatternNode, _ least: Int, _ most: Int?
  ) throws(PatternProblem) {
    for _ in 0..<least {
      let start = steps.count
      try append(part)
      // A part without steps is the empty text, however often it occurs.
      if steps.count == start { break }
    }
    guard let most else {
      let split = steps.count
      try emit(.jump(0))
      try append(part)
      try emit(.jump(split))
      steps[split] = .split(split + 1, steps.count)
      return
    }
    var splits: [Int] = []
    for _ in least..<max(least, most) {
      splits.append(steps.count)
      try emit(.jump(0))
      try append(part)
    }
    for split in splits { steps[split] = .split(split + 1, steps.count) }
  }
}
