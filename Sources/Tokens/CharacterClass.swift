/// Numbers for groups of characters that tokenizers treat alike. They are indices into
/// ``TokenCosts``, whose tables were fitted with exactly these numbers.
enum CharacterClass {
  static let count = 84
  /// The number of classes for ASCII letters: 0...25 are `a` to `z`, 26 the vowels `A`, `E`, `I`,
  /// `O`, `U`, and 27 the other capital letters.
  static let plainLetters = 28
  /// The first digit of a group of three. The second and third digit are the next two classes.
  static let digit: UInt8 = 28
  /// A space. A space after a space is the next class.
  static let space: UInt8 = 31
  /// A newline. A newline after a newline is the next class.
  static let newline: UInt8 = 33
  static let backslash: UInt8 = 50
  /// ASCII control characters, and the start of a text.
  static let control: UInt8 = 56
  /// Not a class. In ``ofByte`` it marks a byte that must be read together with the following ones.
  static let special: UInt8 = 255

  /// The classes of the bytes of a JSON string; ``special`` for a backslash and non-ASCII bytes.
  static let ofByte: [UInt8] = (0..<256).map {
    $0 < 0x80 && $0 != 0x5C ? of(UInt32($0)) : special
  }

  /// The classes of the code points up to U+FFFF.
  static let ofUnit: [UInt8] = (0..<0x10000).map { of($0) }

  @inline(__always)
  static func isLetter(_ value: UInt8) -> Bool { value < 28 || (57...59).contains(value) }

  /// The class of a code point.
  static func of(_ scalar: UInt32) -> UInt8 {
    if scalar < 0x80 { return ofASCII(UInt8(scalar)) }
    return scalar < 0x900 ? ofAlphabet(scalar) : ofScript(scalar)
  }

  private static func ofASCII(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return byte - UInt8(ascii: "a")
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return "AEIOU".utf8.contains(byte) ? 26 : 27
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return digit
    case 0x20: return space
    case 0x0A, 0x0D: return newline
    case 0x09: return 35
    default: break
    }
    let marks: [String] = [
      ".", ",", "'", "\"", ":", ";", "!?", "(", ")", "[{", "]}", "<", ">", "/", "\\", "-", "_", "=",
      "*#~`", "&%$@^|+",
    ]
    return marks.firstIndex { $0.utf8.contains(byte) }.map { UInt8(36 + $0) } ?? control
  }

  /// U+0080 to U+08FF: Latin, Greek, Cyrillic, Hebrew, Arabic.
  private static func ofAlphabet(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case ..<0xC0: 78
    case ..<0x100: 57
    case 0x1A0, 0x1A1, 0x1AF, 0x1B0: 59  // Vietnamese.
    case ..<0x250: 58
    case ..<0x370: 60
    case ..<0x400: 61
    case ..<0x530: (0x410..<0x450).contains(scalar) ? 62 : 63  // Letters of Russian, and others.
    case 0x590..<0x600: 64
    case 0x600..<0x700: (0x621..<0x653).contains(scalar) ? 65 : 66
    default: 81
    }
  }

  /// U+0900 and above: Indic and East Asian scripts, punctuation, symbols, emoji.
  private static func ofScript(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case ..<0x980: (0x93A..<0x950).contains(scalar) ? 68 : 67  // Vowel signs of Devanagari.
    case ..<0xA00: 69
    case ..<0xE00: 70
    case ..<0x1000: 71
    case 0x1100..<0x1200: 72
    case 0x1E00..<0x1F00: 59
    case 0x1F00..<0x2000: 61
    case 0x200C: 66
    case 0x200D, 0xFE00..<0xFE10, 0x1F3FB..<0x1F400: 80  // Modifiers of the emoji before.
    case 0x2000..<0x2070: 77
    case 0x2070..<0x2E80, 0x1D400..<0x1D800: 78
    case 0x3040..<0x30A0: 73
    case 0x30A0..<0x3100: 74
    case 0x2E80..<0x3040, 0xFE30..<0xFE50, 0xFF00..<0xFFF0: 76
    case 0x3400..<0xA000: isTraditional(scalar) ? 83 : 75
    case 0xAC00..<0xD7B0: (scalar - 0xAC00) % 28 == 0 ? 72 : 82  // Without, with final consonant.
    case 0x1F000..<0x20000: 79
    case 0x20000..<0x32000: 75
    default: 81
    }
  }

  /// Whether a Han character has a radical that simplified Chinese writes differently. The ranges
  /// are those of the radicals silk, speech, shell, cart, gold, gate, page, wind and food, horse,
  /// fish, bird.
  private static func isTraditional(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x7CF8...0x7E9F, 0x8A00...0x8B9F, 0x8C9D...0x8D17, 0x8ECA...0x8F65, 0x91D1...0x9484,
      0x9580...0x9621, 0x9801...0x9874, 0x98DB...0x9960, 0x99AC...0x9A6B, 0x9B5A...0x9C77,
      0x9CE5...0x9E1D:
      true
    default: false
    }
  }
}
