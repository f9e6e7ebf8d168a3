import Basics

/// Adds up what texts cost in tokens, straight from the bytes of a JSON text.
///
/// A value of its own for each text: pairs do not reach across texts.
struct TextMeter {
  private let costs: UnsafePointer<Int16>
  private let classOfByte: UnsafePointer<UInt8>
  private let classOfUnit: UnsafePointer<UInt8>
  /// In units of ``TokenCosts/unitsPerToken``.
  private var sum = 0
  private var previous = CharacterClass.control
  /// Before runs and groups were told apart.
  private var previousPlain = CharacterClass.control
  /// Letters that end at the last character.
  private var letters = 0

  /// `costs` and the tables of classes must outlive the meter.
  init(
    costs: UnsafePointer<Int16>, classOfByte: UnsafePointer<UInt8>,
    classOfUnit: UnsafePointer<UInt8>
  ) {
    self.costs = costs
    self.classOfByte = classOfByte
    self.classOfUnit = classOfUnit
  }

  var units: Int { max(0, sum) }

  /// The inside of a valid JSON string; escapes count as what they mean.
  @inline(__always)
  mutating func read(string bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let end = bytes.count
    var at = 0
    while at < end {
      let kind = classOfByte[Int(base[at])]
      if kind < CharacterClass.plainLetters {
        take(kind)
        at += 1
        takeWord(base, &at, end)
      } else if kind != CharacterClass.special {
        take(kind)
        at += 1
      } else if base[at] == UInt8(ascii: "\\") {
        take(classOf(Self.escape(base, &at, end)))
      } else {
        take(classOf(Self.scalar(base, &at, end)))
      }
    }
  }

  /// Valid JSON as it stands, backslashes and all, without the white space between tokens.
  mutating func read(json bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let end = bytes.count
    var at = 0
    var isInString = false
    while at < end {
      let byte = base[at]
      if byte >= 0x80 {
        take(classOf(Self.scalar(base, &at, end)))
        continue
      }
      at += 1
      if byte == UInt8(ascii: "\\"), at < end {
        take(CharacterClass.backslash)
        if base[at] < 0x80, base[at] != UInt8(ascii: "\\") {
          take(classOfByte[Int(base[at])])
          at += 1
        } else if base[at] == UInt8(ascii: "\\") {
          take(CharacterClass.backslash)
          at += 1
        }
        continue
      }
      if byte == UInt8(ascii: "\"") { isInString.toggle() }
      if isInString || !JSONScanner.isSpace(byte) { take(classOf(UInt32(byte))) }
    }
  }

  @inline(__always)
  private func classOf(_ scalar: UInt32) -> UInt8 {
    scalar < 0x10000 ? classOfUnit[Int(scalar)] : CharacterClass.of(scalar)
  }

  /// The letters that follow a letter, most of any text: near the word's start, then far from it.
  @inline(__always)
  private mutating func takeWord(_ base: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int) {
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
    previousPlain = previous
  }

  /// Without a branch but for digits: at the end of each word it would be guessed wrong.
  @inline(__always)
  private mutating func take(_ plain: UInt8) {
    var kind = plain
    if plain == CharacterClass.digit {
      let isInGroup = previous == CharacterClass.digit || previous == CharacterClass.digit + 1
      if isInGroup { kind = previous + 1 }
    } else {
      let isSpace: UInt8 = plain == CharacterClass.space ? 1 : 0
      let isNewline: UInt8 = plain == CharacterClass.newline ? 1 : 0
      let repeats: UInt8 = plain == previousPlain ? 1 : 0
      kind = plain &+ ((isSpace | isNewline) & repeats)
    }
    let isNear: Int = letters < TokenCosts.lettersNearStart ? 1 : 0
    let isOther: Int = previous < CharacterClass.plainLetters ? 0 : 1
    let row = Int(previous) &+ CharacterClass.count &* (1 ^ (isNear | isOther))
    sum &+= Int(costs[row &* CharacterClass.count &+ Int(kind)])
    letters = CharacterClass.isLetter(plain) ? letters &+ 1 : 0
    previous = kind
    previousPlain = plain
  }

  /// The character behind a backslash; U+FFFD for half of a pair.
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

  private static func hex(_ digits: UnsafePointer<UInt8>) -> UInt32 {
    (0..<4).reduce(0) { value, index in
      let digit = UInt32(digits[index])
      return value << 4 | (digit < 0x3A ? digit & 0x0F : digit & 0x0F + 9)
    }
  }

  /// The character at a byte that is not ASCII.
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
