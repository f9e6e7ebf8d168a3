import Basics
import BatchRunner

/// A value that is compared with another, with its spelling.
struct ComparedValue {
  /// What counts when two values are compared.
  enum Key: Hashable {
    case text([UInt8])
    case json(JSONLiteral)
    /// There is no value, or `null`.
    case none
  }

  enum Spelling {
    case text([UInt8])
    case json([UInt8])
    case none
  }

  let key: Key
  let spelling: Spelling

  static let none = ComparedValue(key: .none, spelling: .none)
  /// Stands for no value where values are shown.
  static let noneWord = "(none)"

  private init(key: Key, spelling: Spelling) {
    self.key = key
    self.spelling = spelling
  }

  /// A text without the white space around it.
  init(text: [UInt8]) {
    let trimmed = Self.trimmed(text)
    self.init(key: .text(trimmed), spelling: .text(trimmed))
  }

  /// A label, or a text in which only a label counts.
  init(label: [UInt8]) {
    let key = LabelSet.key(of: String(decoding: label, as: UTF8.self))
    self.init(key: .text(Array(key.utf8)), spelling: .text(Self.trimmed(label)))
  }

  /// JSON by its value; a string is a text.
  init(_ cell: DatasetCell) {
    switch cell {
    case .missing: self = .none
    case .text, .string:
      var text: [UInt8] = []
      cell.append(to: &text)
      self.init(text: text)
    case .json(let bytes):
      let literal = Self.literal(bytes)
      self.init(
        key: literal.map { .json($0) } ?? .text(Array(bytes)), spelling: .json(Array(bytes)))
    }
  }

  /// The same, so that it can be compared with a cell of a table: a text that reads as a number, a
  /// truth value, an array or an object is that.
  var loose: ComparedValue {
    guard case .text(let text) = key, let first = text.first else { return self }
    let words = String(decoding: text.prefix(6), as: UTF8.self).lowercased()
    let isWord = words == "true" || words == "false"
    guard isWord || "-0123456789[{".utf8.contains(first) else { return self }
    let json = isWord ? Array(words.utf8) : text
    guard let literal = json.withUnsafeBytes({ Self.literal($0) }) else { return self }
    return ComparedValue(key: .json(literal), spelling: spelling)
  }

  /// Deeper values are compared as texts: to copy one recurses.
  private static let deepestValue = 128

  /// `nil`: it is no JSON, or too deep.
  private static func literal(_ bytes: UnsafeRawBufferPointer) -> JSONLiteral? {
    guard let view = try? JSONView(bytes), view.depth(of: 0) <= deepestValue else { return nil }
    return JSONLiteral(view, 0)
  }

  private static func trimmed(_ text: [UInt8]) -> [UInt8] {
    text.withUnsafeBytes { Array($0[AnswerJSON.trimmed($0, 0..<$0.count)]) }
  }
}

extension ComparedValue {
  /// The text, or the JSON as it is written; empty: there is no value.
  var bytes: [UInt8] {
    switch spelling {
    case .text(let bytes), .json(let bytes): bytes
    case .none: []
    }
  }

  /// `isAnswer`: it came from a server, see ``TableWriter``.
  func write(to writer: inout TableWriter, isAnswer: Bool) {
    func add(_ cell: DatasetCell) { isAnswer ? writer.answer(cell) : writer.cell(cell) }
    switch spelling {
    case .text(let bytes): bytes.withUnsafeBytes { add(.text($0)) }
    case .json(let bytes): bytes.withUnsafeBytes { add(.json($0)) }
    case .none: add(.missing)
    }
  }
}
