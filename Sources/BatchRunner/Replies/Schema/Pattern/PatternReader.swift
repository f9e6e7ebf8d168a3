/// Reads a pattern. Refuses what it does not understand, by name.
///
/// The grammar is that of ECMA 262 with the flag `u`. Beyond it, a character that has no meaning may
/// have a backslash (`\@`), and `{`, `}` and `]` may stand for themselves, because people write this
/// and every engine agrees on the meaning.
struct PatternReader {
  /// Groups nested more deeply are refused.
  static let deepestGroup = 100
  /// Higher counts of a repetition count as this one, with which each pattern is too large.
  private static let mostRepetitions = 1_000_000

  private(set) var sets: [PatternSet] = []
  let points: [UInt32]
  var at = 0
  /// How many groups are open.
  private var depth = 0
  /// Whether `[]` or `[^]` was read: some dialects take the bracket as a character of the class.
  var hasEmptyClass = false

  init(_ points: [UInt32]) {
    self.points = points
  }

  mutating func pattern() throws(PatternProblem) -> PatternNode {
    let node = try choice()
    if at < points.count { throw .malformed("a ')' without '('") }
    return node
  }

  private mutating func choice() throws(PatternProblem) -> PatternNode {
    var parts = [try sequence()]
    while take("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(PatternProblem) -> PatternNode {
    var parts: [PatternNode] = []
    while let next = peek, next != "|", next != ")" {
      let (part, canRepeat) = try atom()
      parts.append(try quantified(part, canRepeat))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// Also says whether a quantifier may follow.
  private mutating func atom() throws(PatternProblem) -> (PatternNode, Bool) {
    guard let next = peek else { throw .malformed("it ends too soon") }
    switch next {
    case "(": return (try group(), true)
    case "[": return (one(try characterClass()), true)
    case "\\": return try escape()
    case "*", "+", "?": throw .malformed("nothing to repeat before '\(next)'")
    case "{" where try count() != nil: throw .malformed("nothing to repeat before '{'")
    case "]" where hasEmptyClass: throw .malformed("a ']' without '['")
    default: break
    }
    at += 1
    switch next {
    case "^": return (.assertion(.start), false)
    case "$": return (.assertion(.end), false)
    case ".": return (one(.notLineEnd), true)
    default: return (one(points[at - 1]), true)
    }
  }

  mutating func one(_ set: PatternSet) -> PatternNode {
    sets.append(set)
    return .one(sets.count - 1)
  }

  mutating func one(_ point: UInt32) -> PatternNode { one(PatternSet(ranges: [point...point])) }

  // MARK: Groups

  private mutating func group() throws(PatternProblem) -> PatternNode {
    at += 1
    if take("?") { try groupKind() }
    guard depth < Self.deepestGroup else { throw .nestedTooDeeply }
    depth += 1
    let node = try choice()
    depth -= 1
    guard take(")") else { throw .malformed("a '(' without ')'") }
    return node
  }

  /// Reads what follows `(?`.
  private mutating func groupKind() throws(PatternProblem) {
    if take(":") { return }
    for (mark, feature) in Self.refusedGroups where take(mark) { throw .unsupported(feature) }
    guard take("<") || take("P<") else { throw .unsupported("the group (?\(rest(1))") }
    var name = ""
    while let next = peek, next != ">" {
      name.append(next)
      at += 1
    }
    guard take(">") else { throw .malformed("a group's name without '>'") }
    let isName = name.unicodeScalars.enumerated().allSatisfy { index, scalar in
      scalar == "_" || scalar == "$"
        || (index == 0 ? scalar.properties.isIDStart : scalar.properties.isIDContinue)
    }
    guard isName, !name.isEmpty else { throw .malformed("'\(name)' is not a group's name") }
  }

  private static let refusedGroups = [
    ("=", "look-ahead (?="), ("!", "negative look-ahead (?!"), ("<=", "look-behind (?<="),
    ("<!", "negative look-behind (?<!"), (">", "an atomic group (?>"), ("#", "a comment (?#"),
    ("P=", "a back-reference (?P="), ("P>", "a call of a group (?P>"),
    ("(", "a condition (?("), ("|", "a branch reset (?|"),
  ]

  // MARK: Quantifiers

  private mutating func quantified(
    _ part: PatternNode, _ canRepeat: Bool
  ) throws(PatternProblem) -> PatternNode {
    let start = at
    guard let (least, most) = try quantifier() else { return part }
    guard canRepeat else {
      throw .malformed("nothing to repeat before '\(character(at: start))'")
    }
    // Lazy or not makes no difference: only whether there is a match matters.
    _ = take("?")
    if peek == "+" { throw .unsupported("a possessive quantifier") }
    let isRepeatedAgain = try count() != nil
    if isRepeatedAgain || peek == "*" || peek == "?" {
      throw .malformed("nothing to repeat before '\(character(at: at))'")
    }
    return .repeated(part, least: least, most: most)
  }

  private mutating func quantifier() throws(PatternProblem) -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard let count = try count() else { return nil }
    at = count.end
    if let most = count.most, most < count.least { throw .malformed("a range out of order in {}") }
    return (count.least, count.most)
  }

  /// The repetition `{2}`, `{2,}` or `{2,5}` that begins here; `nil`: there is none. Reads nothing.
  private func count() throws(PatternProblem) -> (least: Int, most: Int?, end: Int)? {
    var look = self
    guard look.take("{") else { return nil }
    let least = look.digits()
    guard let least else {
      // Python reads {,5} as {0,5}; ECMA 262 does not.
      if look.take(","), look.digits() != nil, look.take("}") {
        throw .unsupported("a repetition without its least count {,")
      }
      return nil
    }
    var most: Int? = least
    if look.take(",") { most = look.digits() }
    return look.take("}") ? (least, most, look.at) : nil
  }

  private mutating func digits() -> Int? {
    var value: Int?
    while let digit = peek?.wholeNumberValue, peek?.isASCII == true {
      value = min((value ?? 0) * 10 + digit, Self.mostRepetitions)
      at += 1
    }
    return value
  }
}

// MARK: - Characters

extension PatternReader {
  var peek: Character? { at < points.count ? character(at: at) : nil }

  func character(at index: Int) -> Character {
    Character(UnicodeScalar(points[index]) ?? "\u{FFFD}")
  }

  /// Reads `text`, which must be ASCII, if it is next.
  mutating func take(_ text: String) -> Bool {
    let wanted = text.unicodeScalars.map(\.value)
    guard points[at...].starts(with: wanted) else { return false }
    at += wanted.count
    return true
  }

  /// The next characters, at most `count`, for messages.
  func rest(_ count: Int) -> String {
    (at..<min(at + count, points.count)).map { String(character(at: $0)) }.joined()
  }
}
