/// Numbers for groups of characters that tokenizers treat alike. They are indices into
/// ``TokenCosts``, whose tables were fitted with exactly these numbers.
enum CharacterClass {
  static let count = 126
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
  static func isLetter(_ value: UInt8) -> Bool {
    value < 28 || (57...59).contains(value) || (84...88).contains(value) || value == 112
  }

  /// The class of a code point.
  static func of(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case ..<0x80: ofASCII(UInt8(scalar))
    case ..<0x370: ofLatin(scalar)
    case ..<0x900: ofAlphabet(scalar)
    case ..<0x1200: ofIndicAndItsNeighbours(scalar)
    case 0x2E80..<0xE000, 0xFE30..<0xFE50, 0xFF00..<0xFFF0, 0x20000..<0x32000: ofEastAsia(scalar)
    default: ofOther(scalar)
    }
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

  // MARK: - Alphabets

  private static let acute = codePoints("áéíóúý")
  private static let turkish = codePoints("ğışİĞŞ")
  private static let polish = codePoints("ąćęłńśźżĄĆĘŁŃŚŹŻ")
  private static let baltic = codePoints("āēīūōĀĒĪŪŌģķļņėįų")
  private static let greekAccents = codePoints("άέήίόύώΐΰϊϋ")
  private static let russianVowels = codePoints("аеиоуыэюя")
  private static let hebrewVowels = codePoints("והיאל")
  private static let arabicSemivowels = codePoints("ويىی")
  private static let persian = codePoints("پچژگکیۀەےٹڈڑںھہۂۃ")
  private static let frequentArabic = codePoints("نمرتهبةسد")

  /// U+0080 to U+036F.
  private static func ofLatin(_ scalar: UInt32) -> UInt8 {
    if acute.contains(scalar) { return 84 }
    if turkish.contains(scalar) { return 86 }
    if polish.contains(scalar) { return 87 }
    if baltic.contains(scalar) { return 88 }
    return switch scalar {
    case ..<0xC0, 0xD7, 0xF7: 78
    case ..<0x100: scalar < 0xE0 && scalar != 0xDF ? 85 : 57  // Capitals, and small letters.
    case 0x110, 0x111, 0x1A0, 0x1A1, 0x1AF, 0x1B0: 59  // Vietnamese.
    case ..<0x250: 58
    default: 60
    }
  }

  /// U+0370 to U+08FF: Greek, Cyrillic, Armenian, Hebrew, Arabic.
  private static func ofAlphabet(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case ..<0x400: greekAccents.contains(scalar) ? 89 : scalar < 0x3AC ? 90 : 61
    case ..<0x530: ofCyrillic(scalar)
    case ..<0x590: 93
    case ..<0x600: hebrewVowels.contains(scalar) ? 94 : 64
    case ..<0x700: ofArabic(scalar)
    default: 81
    }
  }

  private static func ofCyrillic(_ scalar: UInt32) -> UInt8 {
    if russianVowels.contains(scalar) { return 62 }
    return switch scalar {
    case 0x430..<0x450: 91
    case 0x410..<0x430: 92
    default: 63  // Letters that Russian does not have.
    }
  }

  private static func ofArabic(_ scalar: UInt32) -> UInt8 {
    if scalar == 0x627 { return 95 }  // Alif.
    if scalar == 0x644 { return 96 }  // Lam.
    if persian.contains(scalar) { return 99 }
    if arabicSemivowels.contains(scalar) { return 97 }
    if frequentArabic.contains(scalar) { return 98 }
    return (0x621..<0x64B).contains(scalar) ? 65 : 66
  }

  // MARK: - Other scripts

  /// U+0900 to U+11FF: from Devanagari to Hangul's parts.
  private static func ofIndicAndItsNeighbours(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case ..<0x980: (0x93A..<0x950).contains(scalar) ? 68 : 67  // Vowel signs, and letters.
    case ..<0xA00: (0x9BC..<0x9CE).contains(scalar) ? 100 : 69  // The same of Bengali.
    case ..<0xE00: ofSouthIndia(scalar)
    case ..<0xE80: scalar >= 0xE30 ? 106 : 71  // Vowels and tones, and consonants of Thai.
    case ..<0x1000: 107  // Lao, Tibetan.
    case ..<0x10A0: 108  // Burmese.
    case ..<0x1100: 109  // Georgian.
    default: 123
    }
  }

  /// U+0A00 to U+0DFF. Each script has 128 code points, with its vowel signs in the same places.
  private static func ofSouthIndia(_ scalar: UInt32) -> UInt8 {
    if (0x3C..<0x50).contains(scalar & 0x7F) || scalar & 0x7F < 4 { return 70 }
    return switch scalar {
    case ..<0xB00: 101  // Gurmukhi, Gujarati.
    case 0xB80..<0xC00: 102  // Tamil.
    case 0xC00..<0xD00: 103  // Telugu, Kannada.
    case 0xD00..<0xD80: 104  // Malayalam.
    default: 105  // Oriya, Sinhala.
    }
  }

  private static let hiraganaOfVerbs = codePoints("てたしますいるおれ")
  private static let hiraganaOfParticles = codePoints("のはをがにでともへやか")

  private static func ofEastAsia(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case 0x3041..<0x30A0:
      hiraganaOfVerbs.contains(scalar) ? 118 : hiraganaOfParticles.contains(scalar) ? 119 : 73
    case 0x30A0..<0x3100:
      // The long vowel, n, small tsu.
      scalar == 0x30FC || scalar == 0x30F3 || scalar == 0x30C3 ? 120 : 74
    case 0x3400..<0xA000: ofHan(scalar)
    case 0xAC00..<0xD7B0:
      frequentHangul.contains(scalar) ? 72 : (scalar - 0xAC00) % 28 == 0 ? 123 : 82
    case 0x20000..<0x32000: 75
    case 0x2E80..<0x3040, 0xFE30..<0xFE50, 0xFF00..<0xFFF0: 76
    default: 81
    }
  }

  private static func ofHan(_ scalar: UInt32) -> UInt8 {
    if mostFrequentHan.contains(scalar) { return 121 }
    if isTraditional(scalar) { return 83 }
    return frequentHan.contains(scalar) ? 122 : 75
  }

  /// Punctuation, symbols, emoji, and the scripts that have a single class.
  private static func ofOther(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case 0x1200..<0x13A0: 110  // Ethiopic.
    case 0x1780..<0x1800: 111  // Khmer.
    case 0x1C90..<0x1CC0, 0x2D00..<0x2D30: 109
    case 0x1E62, 0x1E63, 0x1EB8, 0x1EB9, 0x1ECC, 0x1ECD: 112  // Letters with a dot below.
    case 0x1E00..<0x1F00: 59
    case 0x1F00..<0x2000: 89
    case 0x200C: 66
    case 0x200D, 0xFE00..<0xFE10, 0x1F3FB..<0x1F400: 80  // Modifiers of the emoji before.
    case 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026: 113  // Dashes and quotation marks.
    case 0x2000..<0x2070: 77
    case 0x2190..<0x2300: 114  // Arrows and operators.
    case 0x2500..<0x2600: 115  // Lines and boxes.
    case 0x2600..<0x27C0: 116  // Older emoji.
    case 0x2070..<0x2E80: 78
    case 0x1D400..<0x1D800: 117  // Letters of formulas.
    case 0x1F1E6..<0x1F200: 125  // Halves of flags.
    case 0x1F600..<0x1F650: 79  // Faces.
    case 0x1F000..<0x20000: 124
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
