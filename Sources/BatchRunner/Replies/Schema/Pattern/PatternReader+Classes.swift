/// A member of a character class, or an escape.
private enum Member {
  case point(UInt32)
  case ranges([ClosedRange<UInt32>])
  case property(UnicodeProperty)
  case assertion(PatternAssertion)
}

extension PatternReader {
  /// Reads a class such as `[^a-z\d]`, which begins here.
  mutating func characterClass() throws(PatternProblem) -> PatternSet {
    at += 1
    let isNegated = take("^")
    if peek == "]" { hasEmptyClass = true }
    var ranges: [ClosedRange<UInt32>] = []
    var properties: [UnicodeProperty] = []
    while !take("]") {
      guard peek != nil else { throw .malformed("a '[' without ']'") }
      if let first = try rangeStart(&ranges, &properties) {
        ranges.append(try range(from: first))
      }
    }
    return PatternSet(ranges: ranges, properties: properties, isNegated: isNegated)
  }

  /// Reads one member. Returns a character, with which a range may begin, and adds others.
  private mutating func rangeStart(
    _ ranges: inout [ClosedRange<UInt32>], _ properties: inout [UnicodeProperty]
  ) throws(PatternProblem) -> UInt32? {
    switch try classMember() {
    case .point(let point): return point
    case .ranges(let more): ranges += more
    case .property(let property): properties.append(property)
    case .assertion: throw .malformed("\\B in a class")
    }
    // With the flag v, this would subtract.
    if take("--") { throw .unsupported("a difference of classes --") }
    return nil
  }

  /// Reads the rest of `a-z`, or nothing after a single character.
  private mutating func range(from first: UInt32) throws(PatternProblem) -> ClosedRange<UInt32> {
    let dash = at
    guard take("-"), peek != "]", peek != nil else {
      at = dash
      return first...first
    }
    guard case .point(let last) = try classMember() else {
      // The dash stands for itself, as in [+-\d].
      at = dash
      return first...first
    }
    guard first <= last else { throw .malformed("a range out of order in a class") }
    return first...last
  }

  private mutating func classMember() throws(PatternProblem) -> Member {
    if peek == "\\" { return try escaped(inClass: true) }
    for mark in ["[:", "[=", "[."] where at + 1 < points.count && rest(2) == mark {
      throw .unsupported("a class inside a class \(mark)")
    }
    if rest(2) == "&&" { throw .unsupported("an intersection of classes &&") }
    at += 1
    return .point(points[at - 1])
  }

  // MARK: Escapes

  /// Reads the escape that begins here. Also says whether a quantifier may follow.
  mutating func escape() throws(PatternProblem) -> (PatternNode, Bool) {
    switch try escaped(inClass: false) {
    case .point(let point): return (one(point), true)
    case .ranges(let ranges): return (one(PatternSet(ranges: ranges)), true)
    case .property(let property): return (one(PatternSet(ranges: [], properties: [property])), true)
    case .assertion(let assertion): return (.assertion(assertion), false)
    }
  }

  private mutating func escaped(inClass: Bool) throws(PatternProblem) -> Member {
    at += 1
    guard let letter = peek else { throw .malformed("it ends with a backslash") }
    at += 1
    if let ranges = PatternSet.ranges(ofClass: letter) { return .ranges(ranges) }
    if let point = Self.controls[letter] { return .point(point) }
    switch letter {
    case "b": return inClass ? .point(0x08) : .assertion(.wordBoundary)
    case "B": return .assertion(.noWordBoundary)
    case "p", "P": return .property(try property(isNegated: letter == "P"))
    case "x": return .point(try hex(2, letter))
    case "u": return .point(try unicodeEscape())
    case "c": return .point(try controlLetter())
    case "0" where peek?.isASCII != true || peek?.isNumber != true: return .point(0)
    case "0": throw .unsupported("an octal escape \\0")
    case "1"..."9": throw .unsupported("a back-reference \\\(letter)")
    case "k": throw .unsupported("a back-reference \\k")
    case _ where letter.isASCII && letter.isLetter:
      throw .unsupported("the escape \\\(letter)")
    default: return .point(points[at - 1])
    }
  }

  private static let controls: [Character: UInt32] = [
    "t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D,
  ]

  private mutating func hex(_ count: Int, _ letter: Character) throws(PatternProblem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = peek?.hexDigitValue, peek?.isASCII == true else {
        throw .malformed("\\\(letter) without its hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }

  /// Reads the rest of `\u00e9`, `\ud83d\ude00` or `\u{1f600}`.
  private mutating func unicodeEscape() throws(PatternProblem) -> UInt32 {
    guard take("{") else {
      let first = try hex(4, "u")
      guard (0xD800...0xDBFF).contains(first), rest(2) == "\\u" else { return first }
      let start = at
      at += 2
      guard let second = try? hex(4, "u"), (0xDC00...0xDFFF).contains(second) else {
        at = start
        return first
      }
      return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }
    var value: UInt32 = 0
    let start = at
    while let digit = peek?.hexDigitValue, peek?.isASCII == true {
      value = min(value << 4 | UInt32(digit), PatternSet.lastPoint + 1)
      at += 1
    }
    guard at > start, take("}"), value <= PatternSet.lastPoint else {
      throw .malformed("\\u{} without a code point")
    }
    return value
  }

  /// Reads the rest of `\cJ`.
  private mutating func controlLetter() throws(PatternProblem) -> UInt32 {
    guard let letter = peek, letter.isASCII, letter.isLetter else {
      throw .malformed("\\c without a letter")
    }
    at += 1
    return points[at - 1] % 32
  }

  /// Reads the rest of `\p{Letter}`.
  private mutating func property(isNegated: Bool) throws(PatternProblem) -> UnicodeProperty {
    guard take("{") else { throw .malformed("\\p without '{'") }
    var name = ""
    while let next = peek, next != "}" {
      name.append(next)
      at += 1
    }
    guard take("}") else { throw .malformed("a '{' without '}' after \\p") }
    guard let property = UnicodeProperty(name, isNegated: isNegated) else {
      throw .unsupported("the property \\p{\(name)}")
    }
    return property
  }
}
