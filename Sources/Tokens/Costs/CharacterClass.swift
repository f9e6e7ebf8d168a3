/// Numbers for groups of characters that tokenizers treat alike. They are indices into
/// ``TokenCosts``, whose tables were fitted with exactly these numbers.
enum CharacterClass {
  static let count = 172
  /// The number of classes for small ASCII letters: 0...25 are `a` to `z`.
  static let smallLetters = 26
  /// The number of classes for ASCII letters: 26...51 are `A` to `Z`.
  static let plainLetters = 52
  /// The first digit of a group of three. The second and third digit are the next two classes.
  static let digit: UInt8 = 52
  /// A space. A space after a space is the next class.
  static let space: UInt8 = 55
  /// A newline. A newline after a newline is the next class.
  static let newline: UInt8 = 57
  /// The first of the classes of ``marks``.
  private static let firstMark: UInt8 = 60
  /// ASCII control characters, and the start of a text.
  static let control: UInt8 = 80
  /// A mark after a mark of its class, if the class is one that people draw lines with: the second
  /// and all further characters of `----`, `====`, `....`, `****`, `────`.
  static let repeatedMark: UInt8 = 150
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
    value < 52 || (81...83).contains(value) || (108...112).contains(value) || value == 136
      || value == 151
  }

  /// The class of a character whose class is that of the character before. Without branches.
  @inline(__always)
  static func whenRepeated(_ basic: UInt8) -> UInt8 {
    let bit = UInt64(basic &- space)
    let isSpace = UInt8(truncatingIfNeeded: spacesByBit >> bit) & 1
    let isMark = marksByBit >> bit & 1 == 1 || basic == boxes
    return isMark ? repeatedMark : basic &+ isSpace
  }

  /// Characters that draw lines and boxes.
  private static let boxes: UInt8 = 139

  /// ``space`` and ``newline``, as bits counted from ``space``.
  private static let spacesByBit: UInt64 = 0b101
  /// The classes that ``repeatedMark`` repeats, as bits counted from ``space``: `.`, `/`, `-`, `_`,
  /// `=`, `*#~` and the backtick.
  private static let marksByBit: UInt64 =
    1 << 5 | 1 << 18 | 1 << 20 | 1 << 21 | 1 << 22 | 1 << 23

  /// The class of a code point.
  static func of(_ scalar: UInt32) -> UInt8 {
    if scalar < 0x1100, let own = ownClasses[scalar] { return own }
    return switch scalar {
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
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return byte - UInt8(ascii: "A") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return digit
    case 0x20: return space
    case 0x0A, 0x0D: return newline
    case 0x09: return 59
    default: break
    }
    return marks.firstIndex { $0.utf8.contains(byte) }.map { firstMark + UInt8($0) } ?? control
  }

  private static let marks: [String] = [
    ".", ",", "'", "\"", ":", ";", "!?", "(", ")", "[{", "]}", "<", ">", "/", "\\", "-", "_", "=",
    "*#~`", "&%$@^|+",
  ]

  // MARK: - Alphabets

  /// Letters whose cost differs much from that of the other letters of their script, mostly because
  /// they are more frequent or occur in other languages.
  private static let ownClasses: [UInt32: UInt8] = {
    let classes: [(letters: StaticString, value: UInt8)] = [
      ("ǎǐǒǔǚǘǜǖ", 151),  // Pinyin.
      ("нтсрвл", 152), ("збгчшжщцхф", 153), ("йьъ", 154),  // Russian.
      ("іїєґ", 155),  // Ukrainian.
      ("өүңғқәұһ", 156),  // Mongolian, Kazakh, Kyrgyz, Tatar.
      ("აეიოუ", 157),  // Georgian vowels.
      ("करनसतहलम", 160), ("রনকবতসলম", 161), ("கதபமனரலவ", 167),  // Hindi, Bengali, Tamil.
      ("\u{9BE}\u{9C7}", 169), ("\u{93E}\u{947}", 170),  // The vowels a and e of Bengali and Hindi.
      ("\u{103A}\u{1038}", 171),  // Burmese: no vowel, and a tone.
      ("นรกงมอ", 165), ("เแโไใ", 166),  // Thai: frequent letters, and vowels before a consonant.
    ]
    return classes.reduce(into: [:]) { table, entry in
      for letter in codePoints(entry.letters) { table[letter] = entry.value }
    }
  }()

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
    if acute.contains(scalar) { return 108 }
    if turkish.contains(scalar) { return 110 }
    if polish.contains(scalar) { return 111 }
    if baltic.contains(scalar) { return 112 }
    return switch scalar {
    case ..<0xC0, 0xD7, 0xF7: 102
    case ..<0x100: scalar < 0xE0 && scalar != 0xDF ? 109 : 81  // Capitals, and small letters.
    case 0x110, 0x111, 0x1A0, 0x1A1, 0x1AF, 0x1B0: 83  // Vietnamese.
    case ..<0x250: 82
    default: 84
    }
  }

  /// U+0370 to U+08FF: Greek, Cyrillic, Armenian, Hebrew, Arabic.
  private static func ofAlphabet(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case ..<0x400: greekAccents.contains(scalar) ? 113 : scalar < 0x3AC ? 114 : 85
    case ..<0x530: ofCyrillic(scalar)
    case ..<0x590: 117
    case ..<0x600: hebrewVowels.contains(scalar) ? 118 : 88
    case ..<0x700: ofArabic(scalar)
    default: 105
    }
  }

  private static func ofCyrillic(_ scalar: UInt32) -> UInt8 {
    if russianVowels.contains(scalar) { return 86 }
    return switch scalar {
    case 0x430..<0x450: 115
    case 0x410..<0x430: 116
    default: 87  // Letters that Russian does not have.
    }
  }

  private static func ofArabic(_ scalar: UInt32) -> UInt8 {
    if scalar == 0x627 { return 119 }  // Alif.
    if scalar == 0x644 { return 120 }  // Lam.
    if persian.contains(scalar) { return 123 }
    if arabicSemivowels.contains(scalar) { return 121 }
    if frequentArabic.contains(scalar) { return 122 }
    return (0x621..<0x64B).contains(scalar) ? 89 : 90
  }

  // MARK: - Other scripts

  /// U+0900 to U+11FF: from Devanagari to Hangul's parts.
  private static func ofIndicAndItsNeighbours(_ scalar: UInt32) -> UInt8 {
    // The sign that joins two consonants.
    if scalar < 0xD80, scalar & 0x7F == 0x4D { return 162 }
    return switch scalar {
    case ..<0x980: (0x93A..<0x950).contains(scalar) ? 92 : 91  // Vowel signs, and letters.
    case ..<0xA00: (0x9BC..<0x9CE).contains(scalar) ? 124 : 93  // The same of Bengali.
    case ..<0xE00: ofSouthIndia(scalar)
    case ..<0xE80: scalar >= 0xE30 ? 130 : 95  // Vowels and tones, and consonants of Thai.
    case ..<0x1000: 131  // Lao, Tibetan.
    case ..<0x10A0: (0x102B..<0x103F).contains(scalar) ? 159 : 132  // Burmese.
    case ..<0x1100: 133  // Georgian.
    default: 147
    }
  }

  /// U+0A00 to U+0DFF. Each script has 128 code points. All but Sinhala have their vowel signs in the
  /// same places.
  private static func ofSouthIndia(_ scalar: UInt32) -> UInt8 {
    if scalar >= 0xD80 { return (0xDCA..<0xDE0).contains(scalar) ? 164 : 163 }  // Sinhala.
    if (0xBBE..<0xBCD).contains(scalar) { return 168 }  // Tamil's vowel signs.
    if (0x3C..<0x50).contains(scalar & 0x7F) || scalar & 0x7F < 4 { return 94 }
    return switch scalar {
    case ..<0xB00: 125  // Gurmukhi, Gujarati.
    case 0xB80..<0xC00: 126  // Tamil.
    case 0xC00..<0xD00: 127  // Telugu, Kannada.
    case 0xD00...: 128  // Malayalam.
    default: 129  // Oriya.
    }
  }

  private static let hiraganaOfVerbs = codePoints("てたしますいるおれ")
  private static let hiraganaOfParticles = codePoints("のはをがにでともへやか")

  private static func ofEastAsia(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case 0x3041..<0x30A0:
      hiraganaOfVerbs.contains(scalar) ? 142 : hiraganaOfParticles.contains(scalar) ? 143 : 97
    case 0x30A0..<0x3100:
      // The long vowel, n, small tsu.
      scalar == 0x30FC || scalar == 0x30F3 || scalar == 0x30C3 ? 144 : 98
    case 0x3400..<0xA000: ofHan(scalar)
    case 0xAC00..<0xD7B0:
      frequentHangul.contains(scalar) ? 96 : (scalar - 0xAC00) % 28 == 0 ? 147 : 106
    case 0x20000..<0x32000: 99
    case 0x2E80..<0x3040, 0xFE30..<0xFE50, 0xFF00..<0xFFF0: 100
    default: 105
    }
  }

  private static func ofHan(_ scalar: UInt32) -> UInt8 {
    if mostFrequentHan.contains(scalar) { return 145 }
    if isTraditional(scalar) { return 107 }
    return frequentHan.contains(scalar) ? 146 : 99
  }

  /// Punctuation, symbols, emoji, and the scripts that have a single class.
  private static func ofOther(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case 0x1200..<0x13A0: 134  // Ethiopic.
    case 0x1780..<0x1800: (0x17B4..<0x17D4).contains(scalar) ? 158 : 135  // Khmer.
    case 0x1C90..<0x1CC0, 0x2D00..<0x2D30: 133
    case 0x1E62, 0x1E63, 0x1EB8, 0x1EB9, 0x1ECC, 0x1ECD: 136  // Letters with a dot below.
    case 0x1E00..<0x1F00: 83
    case 0x1F00..<0x2000: 113
    case 0x200C: 90
    case 0x200D, 0xFE00..<0xFE10, 0x1F3FB..<0x1F400: 104  // Modifiers of the emoji before.
    case 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026: 137  // Dashes and quotation marks.
    case 0x2000..<0x2070: 101
    case 0x2190..<0x2300: 138  // Arrows and operators.
    case 0x2500..<0x2600: boxes
    case 0x2600..<0x27C0: 140  // Older emoji.
    case 0x2070..<0x2E80: 102
    case 0x1D400..<0x1D800: 141  // Letters of formulas.
    case 0x1F1E6..<0x1F200: 149  // Halves of flags.
    case 0x1F600..<0x1F650: 103  // Faces.
    case 0x1F000..<0x20000: 148
    default: 105
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
