import Basics
import BatchRunner

/// A template for request bodies: pieces of JSON with cells between them.
package struct Template: Sendable {
  /// How a cell is inserted.
  enum Form: Sendable {
    /// `{{column}}`: the cell's text, within a JSON string.
    case text
    /// `{{column|json}}` with other text in the string: the cell's JSON, escaped as text.
    case json
    /// `"{{column|json}}"` as the whole string: the cell's JSON replaces the string.
    case value
    /// `{{column|image}}` alone in a string: the address of the picture.
    case image
  }

  /// A part of the body.
  enum Piece: Sendable {
    /// These bytes of JSON.
    case literal([UInt8])
    /// The cell of the column with this name.
    case cell(String, Form)
    /// A part of a message's content with the picture of the column with this name, and a comma
    /// after it.
    case picturePart(String)
    /// The end of the array of such parts. It replaces the last comma.
    case endOfParts
  }

  /// A member that an option adds to the body of a prompt.
  package struct Member: Equatable, Sendable {
    /// The option as typed, for errors.
    package let option: String
    package let name: String
    package let json: String

    package init(option: String, name: String, json: String) {
      self.option = option
      self.name = name
      self.json = json
    }
  }

  package let path: String
  /// In the order of the body.
  private(set) var pieces: [Piece] = []

  /// Reads a template file.
  ///
  /// A JSON object is the request body, and the other arguments must be `nil` or empty. Any other
  /// text is the user's message, and is sent to `model` after the optional system message `system`.
  /// `systemSource` is where that message stands, for errors: an option, or the path of a file.
  package init(
    path: String, model: String?, system: String?, systemSource: String = "--system",
    members: [Member] = []
  ) throws(TemplateError) {
    try self.init(
      Self.contents(of: path), path: path, model: model, system: system,
      systemSource: systemSource, members: members)
  }

  /// The text of a file, without one line break at its end.
  package static func text(of path: String) throws(TemplateError) -> String {
    let bytes = try contents(of: path)
    if let invalid = bytes.withUnsafeBytes({ UTF8Text.firstInvalid($0) }) {
      throw .notUTF8(path: path, line: position(invalid, in: bytes).line)
    }
    return String(decoding: bytes[..<endOfText(bytes)], as: UTF8.self)
  }

  /// The end of a text without one line break at its end.
  private static func endOfText(_ bytes: [UInt8]) -> Int {
    var end = bytes.count
    if end > 0, bytes[end - 1] == 0x0A { end -= 1 }
    if end > 0, bytes[end - 1] == 0x0D { end -= 1 }
    return end
  }

  /// A text file without its byte-order mark.
  private static func contents(of path: String) throws(TemplateError) -> [UInt8] {
    var bytes: [UInt8]
    do throws(FileError) {
      let file = try ReadableFile(path)
      bytes = try file.bytes(at: 0, count: try file.size())
    } catch {
      throw .file(error)
    }
    // The UTF-8 byte order mark.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return bytes
  }

  /// Like ``init(path:model:system:systemSource:members:)``, with the file's contents. `path` is for
  /// error messages.
  package init(
    _ bytes: [UInt8], path: String, model: String?, system: String?,
    systemSource: String = "--system", members: [Member] = []
  ) throws(TemplateError) {
    self.path = path
    guard !bytes.allSatisfy(JSONScanner.isSpace) else { throw .empty(path: path) }
    var outline = JSONOutline()
    let failure: JSONError? = bytes.withUnsafeBytes { text in
      do throws(JSONError) {
        try outline.read(text, depth: 1)
        return nil
      } catch {
        return error
      }
    }
    if failure == nil, outline.nodes[0].kind == .object {
      if model != nil { throw .isABody(path: path, option: "--model") }
      if system != nil { throw .isABody(path: path, option: systemSource) }
      if let member = members.first { throw .isABody(path: path, option: member.option) }
      try readBody(bytes)
      try checkBody(bytes)
      return
    }
    if PathName(path).fileExtension.lowercased() == "json" {
      let (line, column) = Self.position(failure?.offset ?? 0, in: bytes)
      throw .notJSON(
        path: path, line: line, column: column, clause: failure?.clause ?? "it is not an object")
    }
    guard let model else { throw .needsModel(path: path) }
    try readPrompt(bytes, model: model, system: system, systemSource, members)
  }

  /// Throws if the body would not be a valid job, whatever cells are inserted.
  private func checkBody(_ bytes: [UInt8]) throws(TemplateError) {
    let line =
      JobSpelling.head + Array("\"x\"".utf8) + JobSpelling.middle + bytes
      + JobSpelling.tail
    var parser = JobLineParser()
    let reason: JobLineProblem.Reason? = line.withUnsafeBytes { text in
      do throws(JobLineProblem) {
        _ = try parser.parse(text)
        return nil
      } catch {
        return error.reason
      }
    }
    switch reason {
    case nil: return
    case .notAMessage where insertsJSON, .wrongType("messages", _) where insertsJSON: return
    case let reason?: throw .notABody(path: path, reason: reason)
    }
  }

  /// Whether a cell is a whole value of the body, which may be the messages or one of them.
  private var insertsJSON: Bool {
    pieces.contains { piece in
      guard case .cell(_, .value) = piece else { return false }
      return true
    }
  }

  /// The line and the column (in characters) of a byte offset, both counted from 1.
  private static func position(_ offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes.prefix(offset)
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return (
      1 + before.count { $0 == 0x0A }, 1 + before[start...].count { $0 & 0xC0 != 0x80 }
    )
  }
}

/// The text of a prepared job around its id and its body: head, id, middle, body, tail.
enum JobSpelling {
  static let head = Array("{\"custom_id\":".utf8)
  static let middle = Array(
    ",\"method\":\"POST\",\"url\":\"\(JobLineParser.standardURL)\",\"body\":".utf8)
  static let tail = Array("}".utf8)
}

// MARK: - Reading

extension Template {
  /// Reads a JSON body. White space between its tokens is left out; everything else stays as it is.
  private mutating func readBody(_ bytes: [UInt8]) throws(TemplateError) {
    var at = 0
    /// Whether the next value is that of a member `content`.
    var isContent = false
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "\"") else {
        if !JSONScanner.isSpace(bytes[at]) {
          appendLiteral([bytes[at]])
          if bytes[at] != UInt8(ascii: ":") { isContent = false }
        }
        at += 1
        continue
      }
      let end = bytes.withUnsafeBytes {
        (try? JSONScanner(base: $0.baseAddress!, count: $0.count).endOfString(at)) ?? $0.count
      }
      let next = bytes[end...].first { !JSONScanner.isSpace($0) }
      let found = try Self.pieces(bytes, (at + 1)..<(end - 1), isJSON: true, path)
      // A string before a colon is a member's name, which must stay a string.
      let isName = next == UInt8(ascii: ":")
      if Self.hasPicture(found), isName || !isContent && found.count > 1 {
        let (line, column) = Self.position(at, in: bytes)
        throw .pictureInText(path: path, line: line, column: column)
      }
      if !isName, found.count == 1, case .cell(let name, .json) = found[0] {
        pieces.append(.cell(name, .value))
      } else if isContent {
        appendContent(found)
      } else {
        appendString(found)
      }
      isContent = isName && bytes[(at + 1)..<(end - 1)].elementsEqual("content".utf8)
      at = end
    }
  }

  /// Builds a body with the prompt as the user's message. One newline at the prompt's end is left
  /// out.
  private mutating func readPrompt(
    _ bytes: [UInt8], model: String, system: String?, _ systemSource: String,
    _ members: [Member]
  ) throws(TemplateError) {
    let end = Self.endOfText(bytes)
    var head = Array("{\"model\":".utf8)
    JSONString.append(model, to: &head)
    appendLiteral(head + Array(",\"messages\":[".utf8))
    if let system {
      let text = Array(system.utf8)
      let found = try Self.pieces(text, 0..<text.count, isJSON: false, systemSource)
      if Self.hasPicture(found) { throw .pictureInSystem(source: systemSource) }
      appendLiteral(Array("{\"role\":\"system\",\"content\":".utf8))
      appendString(found)
      appendLiteral(Array("},".utf8))
    }
    appendLiteral(Array("{\"role\":\"user\",\"content\":".utf8))
    appendContent(try Self.pieces(bytes, 0..<end, isJSON: false, path))
    var tail = Array("}]".utf8)
    for member in members {
      tail.append(UInt8(ascii: ","))
      JSONString.append(member.name, to: &tail)
      tail += Array(":\(member.json)".utf8)
    }
    appendLiteral(tail + Array("}".utf8))
  }

  private static func hasPicture(_ found: [Piece]) -> Bool {
    found.contains { piece in
      guard case .cell(_, .image) = piece else { return false }
      return true
    }
  }

  /// Appends a message's content: a string, or an array of parts if there are pictures. White space
  /// alone between two pictures is no part.
  private mutating func appendContent(_ found: [Piece]) {
    guard Self.hasPicture(found) else { return appendString(found) }
    appendLiteral(Array("[".utf8))
    var text: [Piece] = []
    for piece in found {
      guard case .cell(let name, .image) = piece else {
        text.append(piece)
        continue
      }
      appendTextPart(text)
      text = []
      pieces.append(.picturePart(name))
    }
    appendTextPart(text)
    pieces.append(.endOfParts)
  }

  private mutating func appendTextPart(_ text: [Piece]) {
    let isBlank = text.allSatisfy { piece in
      guard case .literal(let bytes) = piece else { return false }
      return bytes.withUnsafeBytes { DatasetCell.string($0).isEmpty }
    }
    guard !isBlank else { return }
    appendLiteral(Array("{\"type\":\"text\",\"text\":".utf8))
    appendString(text)
    appendLiteral(Array("},".utf8))
  }

  private mutating func appendString(_ found: [Piece]) {
    appendLiteral([UInt8(ascii: "\"")])
    append(found)
    appendLiteral([UInt8(ascii: "\"")])
  }

  private mutating func append(_ found: [Piece]) {
    for piece in found {
      if case .literal(let bytes) = piece { appendLiteral(bytes) } else { pieces.append(piece) }
    }
  }

  /// Appends bytes to the last piece if that is a literal too, so that literals stay long.
  private mutating func appendLiteral(_ bytes: [UInt8]) {
    if case .literal(let before)? = pieces.last {
      pieces[pieces.count - 1] = .literal(before + bytes)
    } else {
      pieces.append(.literal(bytes))
    }
  }

  /// Splits a string at its `{{column}}`. Literal pieces are escaped for a JSON string.
  ///
  /// `isJSON` says whether `bytes` already have JSON's escapes. `path` is for error messages.
  private static func pieces(
    _ bytes: [UInt8], _ range: Range<Int>, isJSON: Bool, _ path: String
  ) throws(TemplateError) -> [Piece] {
    var found: [Piece] = []
    var plain: [UInt8] = []
    let open = UInt8(ascii: "{")
    // Whether the byte occurs twice in a row at `at`.
    func isPair(_ at: Int, _ byte: UInt8) -> Bool {
      at + 1 < range.upperBound && bytes[at] == byte && bytes[at + 1] == byte
    }
    func flush() {
      guard !plain.isEmpty else { return }
      var escaped: [UInt8] = []
      if isJSON {
        escaped = plain
      } else {
        plain.withUnsafeBytes { JSONString.append(escaping: $0, to: &escaped) }
      }
      found.append(.literal(escaped))
      plain = []
    }
    var at = range.lowerBound
    while at < range.upperBound {
      guard isPair(at, open) else {
        plain.append(bytes[at])
        at += 1
        continue
      }
      // `{{{{` is a literal `{{`.
      if isPair(at + 2, open) {
        plain += [open, open]
        at += 4
        continue
      }
      var end = at + 2
      while end < range.upperBound, !isPair(end, UInt8(ascii: "}")) { end += 1 }
      let (line, column) = position(at, in: bytes)
      guard end < range.upperBound else { throw .unclosed(path: path, line: line, column: column) }
      flush()
      guard let cell = cell(bytes[(at + 2)..<end], isJSON: isJSON) else {
        throw .noName(path: path, line: line, column: column)
      }
      found.append(cell)
      at = end + 2
    }
    flush()
    return found
  }

  /// The piece for the text between `{{` and `}}`; `nil` if it names no column.
  private static func cell(_ bytes: ArraySlice<UInt8>, isJSON: Bool) -> Piece? {
    let written = String(decoding: bytes, as: UTF8.self)
    let text = isJSON ? bytes.withUnsafeBytes { JSONString.decode($0) } ?? written : written
    var name = text.trimmingSpaces
    var form = Form.text
    for (word, meaning) in [("json", Form.json), ("image", Form.image)] {
      guard let bar = name.lastIndex(of: "|"),
        String(name[name.index(after: bar)...]).trimmingSpaces == word
      else { continue }
      name = String(name[..<bar]).trimmingSpaces
      form = meaning
      break
    }
    return name.isEmpty ? nil : .cell(name, form)
  }
}
