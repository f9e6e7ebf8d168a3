/// What a text that is not JSON has instead: a spelling that some tools write and read as JSON.
package enum JSONDialect: Equatable, Sendable {
  /// `NaN`, `Infinity` and the like, as Python and DuckDB write them.
  case notFinite(String)
  /// A number that JSON does not have, such as `0xff` or `.5`, as Miller copies it.
  case number(String)
  /// `None`, `True` or `False`.
  case pythonWord(String)
  /// Strings with single quotes, as Python prints a dict.
  case singleQuotes

  /// Longer words are not looked at.
  private static let wordLimit = 40

  /// Tells the dialect by the place where reading `text` failed. Also returns the offset of the word
  /// that tells it. `nil`: it is no dialect that is known.
  package static func find(
    _ error: JSONError, in text: UnsafeRawBufferPointer
  ) -> (dialect: JSONDialect, offset: Int)? {
    switch error.reason {
    case .unexpected, .invalidNumber: break
    default: return nil
    }
    guard error.offset < text.count else { return nil }
    if text[error.offset] == UInt8(ascii: "'") { return (.singleQuotes, error.offset) }
    var start = error.offset
    while start > 0, error.offset - start < wordLimit, isWord(text[start - 1]) { start -= 1 }
    let word = text[start...].prefix(wordLimit + 1).prefix(while: isWord)
    guard word.count <= wordLimit else { return nil }
    return JSONDialect(word: String(decoding: word, as: UTF8.self)).map { ($0, start) }
  }

  private init?(word: String) {
    let unsigned = word.first == "-" || word.first == "+" ? word.dropFirst() : word[...]
    switch unsigned.lowercased() {
    case "nan", "inf", "infinity": self = .notFinite(word)
    case _ where ["None", "True", "False"].contains(word): self = .pythonWord(word)
    case let text where Self.isNumber(text): self = .number(word)
    default: return nil
    }
  }

  /// Whether programs that are not as strict as JSON take the text, which has no sign, for a number.
  private static func isNumber(_ text: String) -> Bool {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
      let digits = text.dropFirst(2)
      return !digits.isEmpty && digits.allSatisfy { $0.hexDigitValue.map { $0 < radix } ?? false }
    }
    let digits = text.prefix { ("0"..."9").contains($0) || $0 == "." }
    guard digits.contains(where: { $0 != "." }), digits.count(where: { $0 == "." }) < 2 else {
      return false
    }
    let exponent = text[digits.endIndex...]
    return exponent.isEmpty || exponent.first == "e" && Int(exponent.dropFirst()) != nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension JSONDialect {
  /// The dialect as part of a sentence, after "not JSON: ".
  package var clause: String {
    switch self {
    case .notFinite(let word), .number(let word): "\(word) is no number in JSON"
    case .pythonWord(let word): "\(word) is a word of Python"
    case .singleQuotes: "it has single quotes, as Python prints a dict"
    }
  }

  /// What to do about a file in this dialect, with a command that writes it anew.
  package func remedy(for path: String) -> String {
    func command(_ read: String, _ imported: String) -> String {
      let code = "import \(imported)json,sys; [print(json.dumps(\(read))) for l in sys.stdin]"
      return MendingCommand.text(
        "python3 -c \(ShellQuote.word(code))", for: path, takesPath: false, toLines: true)
    }
    return switch self {
    case .notFinite:
      "Write null instead: \(command("json.loads(l,parse_constant=lambda c:None)", ""))"
    case .number:
      "Write it in decimal, or as a string. Miller writes such numbers as strings with -S."
    case .pythonWord, .singleQuotes:
      "Write lines with json.dumps, or mend the file: \(command("ast.literal_eval(l)", "ast,"))"
    }
  }
}
