import Basics

/// Estimates the tokens of one text directly from its JSON bytes, without decoding it.
///
/// Use a new meter for each text, because the last character of one text does not affect the first
/// of the next.
struct TextMeter {
  private let costs: UnsafePointer<Int16>
  private let classOfByte: UnsafePointer<UInt8>
  private let classOfUnit: UnsafePointer<UInt8>
  /// In units of ``TokenCosts/unitsPerToken``; may be negative.
  private var sum = 0
  /// The class of the last character.
  private var previous = CharacterClass.control
  /// The basic class of the last character, not changed for repeated spaces and groups of digits.
  private var previousBasic = CharacterClass.control
  /// The number of consecutive letters up to and including the last character.
  private var letters = 0

  /// `costs` is a table of ``TokenCosts``, and the other two are tables of ``CharacterClass``. All
  /// three must stay valid while the meter is used.
  init(
    costs: UnsafePointer<Int16>, classOfByte: UnsafePointer<UInt8>,
    classOfUnit: UnsafePointer<UInt8>
  ) {
    self.costs = costs
    self.classOfByte = classOfByte
    self.classOfUnit = classOfUnit
  }

  /// The estimate so far, in units of ``TokenCosts/unitsPerToken``.
  var units: Int { max(0, sum) }

  /// Reads a valid JSON string, given without its quotes. An escape counts as its character.
  @inline(__always)
  mutating func read(string bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let end = bytes.count
    var at = 0
    while at < end {
      let kind = classOfByte[Int(base[at])]
      if kind < CharacterClass.plainLetters {
        addCharacter(kind)
        at += 1
        addLetters(base, &at, end)
      } else if kind != CharacterClass.special {
        addCharacter(kind)
        at += 1
      } else if base[at] == UInt8(ascii: "\\") {
        addCharacter(classOf(Self.escape(base, &at, end)))
      } else {
        addCharacter(classOf(Self.scalar(base, &at, end)))
      }
    }
  }

  /// Reads UTF-8 as it stands, with backslashes for what they are.
  mutating func read(raw bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let end = bytes.count
    var at = 0
    while at < end {
      if base[at] >= 0x80 {
        addCharacter(classOf(Self.scalar(base, &at, end)))
      } else {
        addCharacter(classOf(UInt32(base[at])))
        at += 1
      }
    }
  }

  @inline(__always)
  private func classOf(_ scalar: UInt32) -> UInt8 {
    scalar < 0x10000 ? classOfUnit[Int(scalar)] : CharacterClass.of(scalar)
  }

  /// Adds the ASCII letters at `at`, which follow another letter. Moves `at` past them.
  ///
  /// This is the inner loop for most texts. Letters near the start of the word use other rows than
  /// those far into it.
  @inline(__always)
  private mutating func addLetters(_ base: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int) {
    var row = Int(previous)
    var cost = 0
    let start = at
    let near = min(end, at &+ max(0, TokenCosts.lettersNearStart &- letters))
    while at < near {
      let kind = classOfByte[Int(base[at])]
      guard kind < CharacterClass.plainLetters else { break }
      cost &+= Int(costs[row &* CharacterClass.count &+ Int(kind)])
      row = Int(kind)
      at &+= 1
    }
    if at == near {
      let far = costs + CharacterClass.count * CharacterClass.count
      while at < end {
        let kind = classOfByte[Int(base[at])]
        guard kind < CharacterClass.plainLetters else { break }
        cost &+= Int(far[row &* CharacterClass.count &+ Int(kind)])
        row = Int(kind)
        at &+= 1
      }
    }
    sum &+= cost
    letters &+= at &- start
    previous = UInt8(truncatingIfNeeded: row)
    previousBasic = previous
  }

  /// Adds one character of this basic class.
  ///
  /// It branches only for digits: the processor would mispredict other branches at each word's end.
  @inline(__always)
  private mutating func addCharacter(_ basic: UInt8) {
    var kind = basic
    if basic == CharacterClass.digit {
      let isInGroup = previous == CharacterClass.digit || previous == CharacterClass.digit + 1
      if isInGroup { kind = previous + 1 }
    } else {
      let isSpace: UInt8 = basic == CharacterClass.space ? 1 : 0
      let isNewline: UInt8 = basic == CharacterClass.newline ? 1 : 0
      // The class of a repeated space or newline is the next one.
      let repeats: UInt8 = basic == previousBasic ? 1 : 0
      kind = basic &+ ((isSpace | isNewline) & repeats)
    }
    let isNear: Int = letters < TokenCosts.lettersNearStart ? 1 : 0
    let isOther: Int = previous < CharacterClass.plainLetters ? 0 : 1
    let row = Int(previous) &+ CharacterClass.count &* (1 ^ (isNear | isOther))
    sum &+= Int(costs[row &* CharacterClass.count &+ Int(kind)])
    letters = CharacterClass.isLetter(basic) ? letters &+ 1 : 0
    previous = kind
    previousBasic = basic
  }

  /// The character of the escape that begins at `at`; U+FFFD for an unpaired surrogate. Moves `at`
  /// past the escape.
  private static func escape(_ base: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int) -> UInt32 {
    guard at + 1 < end else {
      at = end
      return 0x5C
    }
    at += 2
    switch base[at - 1] {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "b"), UInt8(ascii: "f"): return 0x08
    case UInt8(ascii: "u"): break
    case let other: return UInt32(other)
    }
    guard at + 4 <= end else {
      at = end
      return 0xFFFD
    }
    let first = hex(base + at)
    at += 4
    guard (0xD800..<0xE000).contains(first) else { return first }
    guard first < 0xDC00, at + 6 <= end, base[at] == UInt8(ascii: "\\"),
      base[at + 1] == UInt8(ascii: "u")
    else { return 0xFFFD }
    let second = hex(base + at + 2)
    guard (0xDC00..<0xE000).contains(second) else { return 0xFFFD }
    at += 6
    return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
  }

  /// The value of four hex digits.
  private static func hex(_ digits: UnsafePointer<UInt8>) -> UInt32 {
    (0..<4).reduce(0) { value, index in
      let digit = UInt32(digits[index])
      return value << 4 | (digit < 0x3A ? digit & 0x0F : digit & 0x0F + 9)
    }
  }

  /// The character whose UTF-8 begins at `at` with a byte that is not ASCII. Moves `at` past it.
  @inline(__always)
  private static func scalar(
    _ base: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int
  ) -> UInt32 {
    let lead = UInt32(base[at])
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard at + length <= end else {
      at = end
      return 0xFFFD
    }
    var value = lead & (0xFF >> UInt32(length + 1))
    for index in 1..<length { value = value << 6 | UInt32(base[at + index] & 0x3F) }
    at += length
    return value
  }
}
