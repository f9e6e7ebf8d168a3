/// A property of characters, such as `\p{Letter}`.
///
/// General categories and yes-or-no properties are those of ECMA 262 that the standard library
/// knows. Scripts are the most used ones.
struct UnicodeProperty: Sendable {
  private enum Kind: Sendable {
    case categories(Set<Unicode.GeneralCategory>)
    case binary(@Sendable (Unicode.Scalar.Properties) -> Bool)
    case ranges([ClosedRange<UInt32>])
  }

  private let kind: Kind
  private let isNegated: Bool

  /// `name`: what stands between the braces, such as `Lu` or `Script=Greek`; `nil` if it is not
  /// known.
  init?(_ name: String, isNegated: Bool) {
    self.isNegated = isNegated
    let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts.first, parts.count) {
    case ("General_Category", 2), ("gc", 2):
      guard let categories = Self.categories[String(parts[1])] else { return nil }
      kind = .categories(categories)
    case ("Script", 2), ("sc", 2):
      guard let ranges = UnicodeScript.ranges[String(parts[1])] else { return nil }
      kind = .ranges(ranges)
    case (_, 1):
      if let categories = Self.categories[name] {
        kind = .categories(categories)
      } else if let ranges = Self.ranges[name] {
        kind = .ranges(ranges)
      } else if let test = Self.binary[name] {
        kind = .binary(test)
      } else {
        return nil
      }
    default: return nil
    }
  }

  func contains(_ point: UInt32) -> Bool {
    has(point) != isNegated
  }

  private func has(_ point: UInt32) -> Bool {
    switch kind {
    case .ranges(let ranges): return ranges.contains { $0.contains(point) }
    case .categories(let categories):
      return categories.contains(UnicodeScalar(point)?.properties.generalCategory ?? .surrogate)
    case .binary(let test): return UnicodeScalar(point).map { test($0.properties) } ?? false
    }
  }
}

// MARK: - Names

extension UnicodeProperty {
  private static let ranges: [String: [ClosedRange<UInt32>]] = [
    "Any": [0...PatternSet.lastPoint], "ASCII": [0...0x7F],
    "Regional_Indicator": [0x1F1E6...0x1F1FF], "RI": [0x1F1E6...0x1F1FF],
  ]

  private static let binary: [String: @Sendable (Unicode.Scalar.Properties) -> Bool] = [
    "ASCII_Hex_Digit": { $0.isASCIIHexDigit }, "AHex": { $0.isASCIIHexDigit },
    "Alphabetic": { $0.isAlphabetic }, "Alpha": { $0.isAlphabetic },
    "Assigned": { $0.generalCategory != .unassigned },
    "Bidi_Control": { $0.isBidiControl }, "Bidi_C": { $0.isBidiControl },
    "Case_Ignorable": { $0.isCaseIgnorable }, "CI": { $0.isCaseIgnorable },
    "Cased": { $0.isCased }, "Dash": { $0.isDash },
    "Default_Ignorable_Code_Point": { $0.isDefaultIgnorableCodePoint },
    "DI": { $0.isDefaultIgnorableCodePoint },
    "Diacritic": { $0.isDiacritic }, "Dia": { $0.isDiacritic },
    "Emoji": { $0.isEmoji }, "Emoji_Modifier": { $0.isEmojiModifier },
    "EMod": { $0.isEmojiModifier }, "Emoji_Modifier_Base": { $0.isEmojiModifierBase },
    "EBase": { $0.isEmojiModifierBase }, "Emoji_Presentation": { $0.isEmojiPresentation },
    "EPres": { $0.isEmojiPresentation },
    "Hex_Digit": { $0.isHexDigit }, "Hex": { $0.isHexDigit },
    "ID_Continue": { $0.isIDContinue }, "IDC": { $0.isIDContinue },
    "ID_Start": { $0.isIDStart }, "IDS": { $0.isIDStart },
    "Ideographic": { $0.isIdeographic }, "Ideo": { $0.isIdeographic },
    "Lowercase": { $0.isLowercase }, "Lower": { $0.isLowercase }, "Math": { $0.isMath },
    "Noncharacter_Code_Point": { $0.isNoncharacterCodePoint },
    "NChar": { $0.isNoncharacterCodePoint },
    "Quotation_Mark": { $0.isQuotationMark }, "QMark": { $0.isQuotationMark },
    "Unified_Ideograph": { $0.isUnifiedIdeograph }, "UIdeo": { $0.isUnifiedIdeograph },
    "Uppercase": { $0.isUppercase }, "Upper": { $0.isUppercase },
    "Variation_Selector": { $0.isVariationSelector }, "VS": { $0.isVariationSelector },
    "White_Space": { $0.isWhitespace }, "space": { $0.isWhitespace },
    "XID_Continue": { $0.isXIDContinue }, "XIDC": { $0.isXIDContinue },
    "XID_Start": { $0.isXIDStart }, "XIDS": { $0.isXIDStart },
  ]

  /// The categories by all names of ECMA 262, table "Value aliases and canonical values for the
  /// Unicode property General_Category".
  private static let categories: [String: Set<Unicode.GeneralCategory>] = {
    let single: [(String, Unicode.GeneralCategory)] = [
      ("Lu Uppercase_Letter", .uppercaseLetter), ("Ll Lowercase_Letter", .lowercaseLetter),
      ("Lt Titlecase_Letter", .titlecaseLetter), ("Lm Modifier_Letter", .modifierLetter),
      ("Lo Other_Letter", .otherLetter), ("Mn Nonspacing_Mark", .nonspacingMark),
      ("Mc Spacing_Mark", .spacingMark), ("Me Enclosing_Mark", .enclosingMark),
      ("Nd Decimal_Number digit", .decimalNumber), ("Nl Letter_Number", .letterNumber),
      ("No Other_Number", .otherNumber), ("Pc Connector_Punctuation", .connectorPunctuation),
      ("Pd Dash_Punctuation", .dashPunctuation), ("Ps Open_Punctuation", .openPunctuation),
      ("Pe Close_Punctuation", .closePunctuation), ("Pi Initial_Punctuation", .initialPunctuation),
      ("Pf Final_Punctuation", .finalPunctuation), ("Po Other_Punctuation", .otherPunctuation),
      ("Sm Math_Symbol", .mathSymbol), ("Sc Currency_Symbol", .currencySymbol),
      ("Sk Modifier_Symbol", .modifierSymbol), ("So Other_Symbol", .otherSymbol),
      ("Zs Space_Separator", .spaceSeparator), ("Zl Line_Separator", .lineSeparator),
      ("Zp Paragraph_Separator", .paragraphSeparator), ("Cc Control cntrl", .control),
      ("Cf Format", .format), ("Cs Surrogate", .surrogate), ("Co Private_Use", .privateUse),
      ("Cn Unassigned", .unassigned),
    ]
    var categories: [String: Set<Unicode.GeneralCategory>] = [:]
    for (names, category) in single {
      for name in names.split(separator: " ") { categories[String(name)] = [category] }
    }
    let groups: [(String, String)] = [
      ("L Letter", "Lu Ll Lt Lm Lo"), ("LC Cased_Letter", "Lu Ll Lt"),
      ("M Mark Combining_Mark", "Mn Mc Me"), ("N Number", "Nd Nl No"),
      ("P Punctuation punct", "Pc Pd Ps Pe Pi Pf Po"), ("S Symbol", "Sm Sc Sk So"),
      ("Z Separator", "Zs Zl Zp"), ("C Other", "Cc Cf Cs Co Cn"),
    ]
    for (names, members) in groups {
      let union = members.split(separator: " ").compactMap { categories[String($0)] }
      for name in names.split(separator: " ") {
        categories[String(name)] = union.reduce([]) { $0.union($1) }
      }
    }
    return categories
  }()
}
