import Basics
import BatchRunner

/// What a request is made of: pieces of its JSON body, and cells between them.
package struct Template: Sendable {
  enum Form: Sendable {
    /// The cell's text, inside a string.
    case text
    /// The cell's JSON, inside a string.
    case json
    /// The cell's JSON in the string's place.
    case value
  }

  enum Piece: Sendable {
    case literal([UInt8])
    case cell(String, Form)
  }

  package let path: String
  private(set) var pieces: [Piece] = []

  /// Reads a template. One that is a JSON object is the request body; any other text is a prompt,
  /// which is sent to `model` behind the optional `system`.
  package init(path: String, model: String?, system: String?) throws(TemplateError) {
    var bytes: [UInt8]
    do throws(FileError) {
      let file = try ReadableFile(path)
      bytes = try file.bytes(at: 0, count: try file.size())
    } catch {
      throw .file(error)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    try self.init(bytes, path: path, model: model, system: system)
  }

  package init(
    _ bytes: [UInt8], path: String, model: String?, system: String?
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
      if system != nil { throw .isABody(path: path, option: "--system") }
      try Self.check(bytes, path)
      try readBody(bytes)
      return
    }
    if PathName(path).fileExtension.lowercased() == "json" {
      let (line, column) = Self.place(failure?.offset ?? 0, in: bytes)
      throw .notJSON(
        path: path, line: line, column: column, clause: failure?.clause ?? "it is no object")
    }
    guard let model else { throw .needsModel(path: path) }
    try readPrompt(bytes, model: model, system: system)
  }

  /// Whether it would be a job, but for its cells.
  private static func check(_ bytes: [UInt8], _ path: String) throws(TemplateError) {
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
    if let reason { throw .notABody(path: path, reason: reason) }
  }

  private static func place(_ offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes.prefix(offset)
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return (
      1 + before.count { $0 == 0x0A }, 1 + before[start...].count { $0 & 0xC0 != 0x80 }
    )
  }
}

/// What stands around the body of a prepared job.
enum JobSpelling {
  static let head = Array("{\"custom_id\":".utf8)
  static let middle = Array(
    ",\"method\":\"POST\",\"url\":\"\(JobLineParser.allowedURL)\",\"body\":".utf8)
  static let tail = Array("}".utf8)
}

// MARK: - Reading

extension Template {
  /// Takes a JSON body over, less the white space between its tokens.
  private mutating func readBody(_ bytes: [UInt8]) throws(TemplateError) {
    var at = 0
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "\"") else {
        if !JSONScanner.isSpace(bytes[at]) { literal([bytes[at]]) }
        at += 1
        continue
      }
      let end = bytes.withUnsafeBytes {
        (try? JSONScanner(base: $0.baseAddress!, count: $0.count).endOfString(at)) ?? $0.count
      }
      let rest = bytes[end...].first { !JSONScanner.isSpace($0) }
      let found = try Self.pieces(bytes, (at + 1)..<(end - 1), isJSON: true, path)
      if rest != UInt8(ascii: ":"), found.count == 1, case .cell(let name, .json) = found[0] {
        pieces.append(.cell(name, .value))
      } else {
        literal([UInt8(ascii: "\"")])
        add(found)
        literal([UInt8(ascii: "\"")])
      }
      at = end
    }
  }

  private mutating func readPrompt(
    _ bytes: [UInt8], model: String, system: String?
  ) throws(TemplateError) {
    var end = bytes.count
    if end > 0, bytes[end - 1] == 0x0A { end -= 1 }
    if end > 0, bytes[end - 1] == 0x0D { end -= 1 }
    var head = Array("{\"model\":".utf8)
    JSONString.append(model, to: &head)
    literal(head + Array(",\"messages\":[".utf8))
    if let system {
      literal(Array("{\"role\":\"system\",\"content\":\"".utf8))
      let text = Array(system.utf8)
      add(try Self.pieces(text, 0..<text.count, isJSON: false, "--system"))
      literal(Array("\"},".utf8))
    }
    literal(Array("{\"role\":\"user\",\"content\":\"".utf8))
    add(try Self.pieces(bytes, 0..<end, isJSON: false, path))
    literal(Array("\"}]}".utf8))
  }

  private mutating func add(_ found: [Piece]) {
    for piece in found {
      if case .literal(let bytes) = piece { literal(bytes) } else { pieces.append(piece) }
    }
  }

  private mutating func literal(_ bytes: [UInt8]) {
    if case .literal(let before)? = pieces.last {
      pieces[pieces.count - 1] = .literal(before + bytes)
    } else {
      pieces.append(.literal(bytes))
    }
  }

  /// The pieces of one string, spelt as JSON.
  private static func pieces(
    _ bytes: [UInt8], _ range: Range<Int>, isJSON: Bool, _ path: String
  ) throws(TemplateError) -> [Piece] {
    var found: [Piece] = []
    var plain: [UInt8] = []
    let open = UInt8(ascii: "{")
    func isPair(_ at: Int, _ byte: UInt8) -> Bool {
      at + 1 < range.upperBound && bytes[at] == byte && bytes[at + 1] == byte
    }
    func flush() {
      guard !plain.isEmpty else { return }
      var spelt: [UInt8] = []
      if isJSON {
        spelt = plain
      } else {
        plain.withUnsafeBytes { JSONString.append(escaping: $0, to: &spelt) }
      }
      found.append(.literal(spelt))
      plain = []
    }
    var at = range.lowerBound
    while at < range.upperBound {
      guard isPair(at, open) else {
        plain.append(bytes[at])
        at += 1
        continue
      }
      if isPair(at + 2, open) {
        plain += [open, open]
        at += 4
        continue
      }
      var end = at + 2
      while end < range.upperBound, !isPair(end, UInt8(ascii: "}")) { end += 1 }
      let (line, column) = place(at, in: bytes)
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

  private static func cell(_ bytes: ArraySlice<UInt8>, isJSON: Bool) -> Piece? {
    let written = String(decoding: bytes, as: UTF8.self)
    let text = isJSON ? bytes.withUnsafeBytes { JSONString.decode($0) } ?? written : written
    var name = text.trimmingSpaces
    var form = Form.text
    if name.hasSuffix("|json") {
      name = String(name.dropLast(5)).trimmingSpaces
      form = .json
    }
    return name.isEmpty ? nil : .cell(name, form)
  }
}
