/// The words of an error's message, in lower case, without what the message quotes.
///
/// A refusal may repeat the user's prompt, and a prompt can speak of an empty balance. So quoted
/// text does not count, nor does what follows `prompt:`, `content:` and the like. A quote that the
/// message calls an error (`upstream said "..."`) does count.
struct Wording: Sendable, Equatable {
  /// Letters, digits and apostrophes; numbers keep their point and lose their commas.
  let words: [Substring]
  /// The text without quotes, in lower case, with single spaces.
  let text: String

  init(_ messages: [String]) {
    text = messages.map { Self.unquoted($0) }.joined(separator: " . ")
    words = Self.words(of: text)
  }

  /// Whether the text has one of these patterns.
  func has(_ patterns: [WordPattern]) -> Bool {
    patterns.contains { $0.occurs(in: words) }
  }

  func has(_ pattern: WordPattern) -> Bool { pattern.occurs(in: words) }

  /// Whether the text has one of these, as it stands. For languages without spaces.
  func contains(_ phrases: [String]) -> Bool {
    phrases.contains(where: text.contains)
  }

  /// The first number after the pattern; at most one word stands between them.
  func number(after pattern: WordPattern) -> Double? {
    var rest = words[...]
    while let end = pattern.end(in: rest) {
      if let number = words[end...].prefix(2).lazy.compactMap({ Self.number($0) }).first {
        return number
      }
      rest = words[end...]
    }
    return nil
  }

  private static func number(_ word: Substring) -> Double? {
    guard word.first?.isNumber == true, let number = Double(word), number.isFinite else {
      return nil
    }
    return number
  }
}

// MARK: - Quotes

extension Wording {
  private static let quotes: [Character: Character] = [
    "\"": "\"", "'": "'", "`": "`", "\u{201C}": "\u{201D}", "\u{2018}": "\u{2019}",
    "\u{AB}": "\u{BB}", "\u{201E}": "\u{201D}", "\u{300C}": "\u{300D}", "\u{300E}": "\u{300F}",
  ]
  /// Words that name a part of the request.
  private static let requestWords: Set<Substring> = [
    "prompt", "prompts", "input", "inputs", "content", "contents", "query", "question", "text",
    "instruction", "instructions", "document", "completion", "output", "messages", "conversation",
    "argument", "arguments", "parameters", "payload", "body", "json", "schema", "value", "format",
  ]
  /// Whose message it is, if it is a part of the request: `user message: ...`.
  private static let speakers: Set<Substring> = ["user", "user's", "chat", "system", "your"]
  /// What calls something in a request: `tool call: ...`.
  private static let callers: Set<Substring> = ["tool", "function"]
  /// Words that name what a service says. Before a part's name they take its meaning away:
  /// `response text: ...`.
  private static let serviceWords: Set<Substring> = [
    "error", "errors", "exception", "upstream", "provider", "said", "says", "reason", "response",
    "returned", "status", "detail", "details", "server", "replied", "answered", "message",
  ]
  private static let linkingWords: Set<Substring> = [
    "was", "is", "were", "said", "reads", "contains", "containing", "message", "the", "of", "with",
  ]

  /// Whether a text ends in the name of a part of the request, as before its quote: `the prompt: `.
  static func introducesRequest(_ text: some StringProtocol) -> Bool {
    var ending = words(of: text.suffix(80).lowercased()).filter { $0 != sentenceEnd }[...]
    var isMessage = false
    while let last = ending.last, linkingWords.contains(last) {
      isMessage = isMessage || last == "message"
      ending.removeLast()
    }
    guard let last = ending.popLast() else { return false }
    if isMessage, speakers.contains(last) { return true }
    if ["call", "calls"].contains(last), let what = ending.last { return callers.contains(what) }
    guard requestWords.contains(last) else { return false }
    return !(ending.last.map(serviceWords.contains) ?? false)
  }

  /// Whether a text ends in a word for what a service says: `upstream error: `.
  private static func introducesError(_ text: some StringProtocol) -> Bool {
    var ending = words(of: text.suffix(60).lowercased()).filter { $0 != sentenceEnd }[...]
    while let last = ending.last, linkingWords.contains(last), !serviceWords.contains(last) {
      ending.removeLast()
    }
    return ending.last.map(serviceWords.contains) ?? false
  }

  /// The text in lower case, with single spaces, without quotes and without what is introduced as a
  /// part of the request.
  private static func unquoted(_ message: String) -> String {
    let text = Array(message.prefix(4000).lowercased())
    var rest = ""
    var at = 0
    while at < text.count {
      let character = text[at]
      if let close = quotes[character], isOpening(at, in: text) {
        let end = (at + 1..<text.count).first { text[$0] == close && isClosing($0, in: text) }
        if introducesError(rest) {
          rest += unquoted(String(text[(at + 1)..<(end ?? text.count)]))
        } else {
          rest += " "
        }
        at = (end ?? text.count) + 1
        continue
      }
      if isColon(at, in: text), introducesRequest(rest) { break }
      if character.isWhitespace {
        if rest.last != " " { rest.append(" ") }
      } else {
        rest.append(character == "\u{2019}" ? "'" : character)
      }
      at += 1
    }
    return rest
  }

  /// An apostrophe inside a word opens no quote.
  private static func isOpening(_ at: Int, in text: [Character]) -> Bool {
    at == 0 || !(text[at - 1].isLetter || text[at - 1].isNumber)
  }

  private static func isClosing(_ at: Int, in text: [Character]) -> Bool {
    at + 1 == text.count || !(text[at + 1].isLetter || text[at + 1].isNumber)
  }

  /// Whether what stands before this character introduces what follows: `:`, `=`, `(`, or a dash
  /// between spaces.
  private static func isColon(_ at: Int, in text: [Character]) -> Bool {
    switch text[at] {
    case ":", "=", "(", "\u{FF1A}", "\u{2014}", "\u{2013}": true
    case "-": at > 0 && at + 1 < text.count && text[at - 1] == " " && text[at + 1] == " "
    default: false
    }
  }

  /// Splits at everything but letters, digits and apostrophes. A point or a comma between two digits
  /// belongs to the number. The end of a sentence is a word of its own: `.`.
  static func words(of text: String) -> [Substring] {
    var words: [Substring] = []
    var word = ""
    func end() {
      if !word.isEmpty { words.append(Substring(word)) }
      word = ""
    }
    let characters = Array(text)
    for (at, character) in characters.enumerated() {
      let isLast = at + 1 == characters.count
      let isInNumber =
        at > 0 && !isLast && characters[at - 1].isNumber && characters[at + 1].isNumber
      if character.isLetter || character.isNumber || character == "'" {
        word.append(character)
      } else if character == ".", isInNumber {
        word.append(character)
      } else if character == ",", isInNumber {
        continue
      } else {
        end()
        let endsSentence = ".!?;".contains(character) && (isLast || characters[at + 1] == " ")
        if endsSentence { words.append(sentenceEnd) }
      }
    }
    end()
    return words
  }

  static let sentenceEnd: Substring = "."

  /// Words and quotes of a text, the quotes as parts of their own. Words keep hyphens, underscores
  /// and points, as ids have them.
  static func parts(of text: String) -> [Substring] {
    var parts: [Substring] = []
    var start: String.Index?
    for index in text.indices {
      let character = text[index]
      if character.isLetter || character.isNumber || "-_.".contains(character) {
        start = start ?? index
        continue
      }
      if let begin = start { parts.append(text[begin..<index]) }
      start = nil
      if !character.isWhitespace { parts.append(text[index...index]) }
    }
    if let start { parts.append(text[start...]) }
    return parts
  }
}
