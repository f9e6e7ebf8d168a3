import Basics

/// Estimates the tokens of one text directly from its JSON bytes, without decoding it.
///
/// Use a new meter for each text, because the last character of one text does not affect the first
/// of the next.
struct TextMeter {
  private let costs: UnsafePointer<Int16>
  private let classOfByte: UnsafePointer<UInt8>
  private let classOfUnit: UnsafePointer<UInt8>
  private let frequentWords: UnsafePointer<UInt64>
  /// In units of ``TokenCosts/unitsPerToken``; may be negative.
  private var sum = 0
  /// The class of the last character.
  private var previous = CharacterClass.control
  /// The basic class of the last character, not changed for repeated spaces and groups of digits.
  private var previousBasic = CharacterClass.control
  /// The number of consecutive letters up to and including the last character. A capital letter
  /// begins a word, as in `maxTokens`.
  private var letters = 0
  /// Where the rows for the next character begin in the table: ``place(_:)`` after a small letter,
  /// else 0.
  private var rows = 0

  /// `costs` is a table of ``TokenCosts``, the next two are tables of ``CharacterClass``, the last is
  /// ``FrequentWords/bits``. All must stay valid while the meter is used.
  init(
    costs: UnsafePointer<Int16>, classOfByte: UnsafePointer<UInt8>,
    classOfUnit: UnsafePointer<UInt8>, frequentWords: UnsafePointer<UInt64>
  ) {
    self.frequentWords = frequentWords
    self.costs = costs
    self.classOfByte = classOfByte
    self.classOfUnit = classOfUnit
  }

  /// The estimate so far, in units of ``TokenCosts/unitsPerToken``.
  var units: Int { max(0, sum) }

  /// Reads a valid JSON string, given without its quotes. An escape counts as its character.
  @inline(__always)
  mutating func read(string bytes: UnsafeRawBufferPointer) { read(bytes, escapes: true) }

  /// Reads UTF-8 as it stands, with backslashes for what they are.
  mutating func read(raw bytes: UnsafeRawBufferPointer) { read(bytes, escapes: false) }

  @inline(__always)
  private mutating func read(_ bytes: UnsafeRawBufferPointer, escapes: Bool) {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let end = bytes.count
    var at = 0
    while at < end {
      let kind = classOfByte[Int(base[at])]
      if kind < CharacterClass.plainLetters {
        addWord(kind, base, &at, end, escapes: escapes)
      } else if kind != CharacterClass.special {
        addMark(kind)
        at += 1
      } else {
        addCharacter(specialClass(base, &at, end, escapes: escapes))
      }
    }
  }

  /// The class of a character that is an escape or not ASCII. Moves `at` past it.
  @inline(__always)
  private func specialClass(
    _ base: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int, escapes: Bool
  ) -> UInt8 {
    guard base[at] == UInt8(ascii: "\\") else { return classOf(Self.scalar(base, &at, end)) }
    guard escapes else {
      at += 1
      return CharacterClass.of(0x5C)
    }
    return classOf(Self.escape(base, &at, end))
  }

  @inline(__always)
  private func classOf(_ scalar: UInt32) -> UInt8 {
    scalar < 0x10000 ? classOfUnit[Int(scalar)] : CharacterClass.of(scalar)
  }

  /// Adds the ASCII letter at `at`, which has this class, and the small letters after it. Moves `at`
  /// past them. If they are a frequent word, its cost replaces those of its letters.
  @inline(__always)
  private mutating func addWord(
    _ first: UInt8, _ base: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int, escapes: Bool
  ) {
    let bytes = FrequentWords.bytes(base + at, readable: end &- at)
    var length = FrequentWords.length(bytes)
    if length == 8 {
      while at &+ length < end, classOfByte[Int(base[at &+ length])] < CharacterClass.smallLetters {
        length &+= 1
      }
    }
    let hash = FrequentWords.hash(bytes, length)
    guard length >= FrequentWords.shortest, FrequentWords.contains(hash, in: frequentWords),
      previous < CharacterClass.plainLetters || !CharacterClass.isLetter(previous),
      !isOtherLetter(base, at &+ length, end, escapes: escapes)
    else {
      addLetter(first)
      at &+= 1
      addSmallLetters(base, &at, at &+ length &- 1)
      return
    }
    let cost = FrequentWords.cost(
      length: length, after: previous, capital: first >= CharacterClass.smallLetters)
    sum &+= Int(costs[TokenCosts.frequentWords &+ cost])
    letters = length
    rows = place(length)
    at &+= length
    previous = classOfByte[Int(base[at &- 1])]
    previousBasic = previous
  }

  /// Whether a letter is at `at` that is not ASCII.
  @inline(__always)
  private func isOtherLetter(
    _ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int, escapes: Bool
  ) -> Bool {
    guard at < end, classOfByte[Int(base[at])] == CharacterClass.special else { return false }
    var at = at
    let kind = specialClass(base, &at, end, escapes: escapes)
    return kind >= CharacterClass.plainLetters && CharacterClass.isLetter(kind)
  }

  /// Adds the small ASCII letters from `at` to `end`, which follow another letter. Moves `at` there.
  ///
  /// Letters use other rows the further they are into a word.
  @inline(__always)
  private mutating func addSmallLetters(
    _ base: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int
  ) {
    guard at < end else { return }
    var (row, cost) = (Int(previous), 0)
    while at < end {
      let kind = Int(base[at] &- UInt8(ascii: "a"))
      cost &+= Int(costs[rows &+ row &* CharacterClass.count &+ kind])
      row = kind
      letters &+= 1
      rows = place(letters)
      at &+= 1
    }
    sum &+= cost
    previous = UInt8(truncatingIfNeeded: row)
    previousBasic = previous
  }

  /// Where the rows of a small letter begin that is the last of so many letters.
  @inline(__always)
  private func place(_ letters: Int) -> Int {
    (letters < TokenCosts.lettersInBeginning ? 0 : TokenCosts.middleOfWord)
      &+ (letters < TokenCosts.lettersBeforeEnd
        ? 0 : TokenCosts.endOfWord &- TokenCosts.middleOfWord)
  }

  /// Adds one character of this basic class.
  @inline(__always)
  private mutating func addCharacter(_ basic: UInt8) {
    if CharacterClass.isLetter(basic) { addLetter(basic) } else { addMark(basic) }
  }

  @inline(__always)
  private mutating func addLetter(_ kind: UInt8) {
    add(kind)
    previousBasic = kind
    let isSmall = kind < CharacterClass.smallLetters
    let isCapital = !isSmall && kind < CharacterClass.plainLetters
    letters = isCapital ? 1 : letters &+ 1
    rows = isSmall ? place(letters) : 0
  }

  /// Adds a character that is not a letter.
  ///
  /// It branches only for digits: the processor would mispredict other branches at each word's end.
  @inline(__always)
  private mutating func addMark(_ basic: UInt8) {
    var kind = basic
    if basic == CharacterClass.digit {
      let isInGroup = previous == CharacterClass.digit || previous == CharacterClass.digit + 1
      if isInGroup { kind = previous + 1 }
    } else {
      kind = basic == previousBasic ? CharacterClass.whenRepeated(basic) : basic
    }
    add(kind)
    previousBasic = basic
    letters = 0
    rows = 0
  }

  @inline(__always)
  private mutating func add(_ kind: UInt8) {
    sum &+= Int(costs[rows &+ Int(previous) &* CharacterClass.count &+ Int(kind)])
    previous = kind
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
