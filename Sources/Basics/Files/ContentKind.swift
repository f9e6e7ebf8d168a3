/// What a file holds instead of JSON Lines, told by its first bytes.
package enum ContentKind: Equatable, Sendable {
  case compressed(Compression)
  case zip, parquet, arrow, sqlite, pdf
  /// A ZIP archive that holds an Excel workbook.
  case excel
  case html, xml
  /// `hasMark`: it begins with a byte-order mark.
  case utf16(ByteOrder, hasMark: Bool)
  case utf32
  case jsonArray
  /// JSON objects that are written over several lines.
  case jsonOverLines
  /// A table with this byte between its cells.
  case table(separator: UInt8)

  /// How many bytes at the beginning of a file are looked at.
  package static let bytesNeeded = 1 << 16

  /// `nil`: the file may be JSON Lines, or nothing is known about it. `isWhole`: `start` is the
  /// whole file and not only its beginning.
  package init?(_ start: UnsafeRawBufferPointer, isWhole: Bool) {
    if let binary = Self.binary(start) {
      self = binary
      return
    }
    let mark = start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = start[mark...].firstIndex(where: { !JSONScanner.isSpace($0) }) else {
      return nil
    }
    let text = UnsafeRawBufferPointer(rebasing: start[first...])
    switch text[0] {
    case UInt8(ascii: "["):
      guard Self.isArray(text) else { return nil }
      self = .jsonArray
    case UInt8(ascii: "{"):
      guard Self.isObjectOverLines(text, isWhole: isWhole) else { return nil }
      self = .jsonOverLines
    case UInt8(ascii: "<"):
      let head = String(decoding: text.prefix(512), as: UTF8.self).lowercased()
      self = head.hasPrefix("<!doctype html") || head.contains("<html") ? .html : .xml
    default:
      guard let separator = Self.separator(ofTable: text) else { return nil }
      self = .table(separator: separator)
    }
  }

  /// The kind of a file whose first bytes are no text, or no UTF-8.
  private static func binary(_ start: UnsafeRawBufferPointer) -> ContentKind? {
    if start.starts(with: [0xFF, 0xFE, 0, 0]) || start.starts(with: [0, 0, 0xFE, 0xFF]) {
      return .utf32
    }
    if let order = ByteOrder(markOf: start) { return .utf16(order, hasMark: true) }
    if let compression = Compression.allCases.first(where: { start.starts(with: $0.magic) }) {
      return .compressed(compression)
    }
    let known: [(String, ContentKind)] = [
      ("PK\u{3}\u{4}", .zip), ("PAR1", .parquet), ("ARROW1", .arrow),
      ("SQLite format 3\0", .sqlite), ("%PDF-", .pdf),
    ]
    if let (_, kind) = known.first(where: { start.starts(with: $0.0.utf8) }) {
      guard kind == .zip else { return kind }
      let names = String(decoding: start.prefix(4096), as: UTF8.self)
      return names.contains("[Content_Types].xml") || names.contains("xl/") ? .excel : .zip
    }
    return ByteOrder(zerosOf: start.prefix(4096)).map { .utf16($0, hasMark: false) }
  }

  /// Whether text that begins with `[` is one array. Lines that are an array each are none.
  private static func isArray(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let newline = text.firstIndex(of: 0x0A) else { return true }
    var outline = JSONOutline()
    let line = UnsafeRawBufferPointer(rebasing: text[..<newline])
    guard (try? outline.read(line, depth: 0)) != nil else { return true }
    return text[newline...].allSatisfy(JSONScanner.isSpace)
  }

  /// Whether the object with which the text begins ends in a later line.
  private static func isObjectOverLines(_ text: UnsafeRawBufferPointer, isWhole: Bool) -> Bool {
    guard let newline = text.firstIndex(of: 0x0A) else { return false }
    var outline = JSONOutline()
    let failure: JSONError?
    do throws(JSONError) {
      try outline.read(text, depth: 0)
      failure = nil
    } catch {
      failure = error
    }
    let end = failure?.offset ?? text.count
    let last = text[..<end].lastIndex { !JSONScanner.isSpace($0) } ?? 0
    switch failure?.reason {
    case nil, .textAfterValue, .endsTooSoon: return last > newline
    default:
      // The first line is either damaged and followed by the next job, or goes on.
      let next = text[newline...].first { !JSONScanner.isSpace($0) }
      return end > newline && next != UInt8(ascii: "{")
    }
  }

  /// The separator of a table whose first two lines hold it; `nil` for other text.
  private static func separator(ofTable text: UnsafeRawBufferPointer) -> UInt8? {
    let lines = text.prefix(1 << 14).split(separator: 0x0A, maxSplits: 2)
    // A comment before jobs is no header.
    guard lines.count >= 2, lines[1].first != UInt8(ascii: "{") else { return nil }
    let isText = lines[0].allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0D }
    guard isText else { return nil }
    return [UInt8(ascii: ","), 0x09, UInt8(ascii: ";"), UInt8(ascii: "|")]
      .first { lines[0].contains($0) && lines[1].contains($0) }
  }
}

extension ContentKind {
  /// What the file is, as the end of "the file is …".
  package var noun: String {
    switch self {
    case .compressed(let compression): "compressed with \(compression.program)"
    case .zip: "a ZIP archive"
    case .excel: "an Excel workbook"
    case .parquet: "a Parquet file"
    case .arrow: "an Arrow file"
    case .sqlite: "an SQLite database"
    case .pdf: "a PDF"
    case .html: "an HTML page"
    case .xml: "an XML file"
    case .utf16(_, hasMark: true): "in UTF-16"
    case .utf16(_, hasMark: false): "in UTF-16, without a byte-order mark"
    case .utf32: "in UTF-32"
    case .jsonArray: "one JSON array"
    case .jsonOverLines: "JSON whose objects are written over several lines"
    case .table(let separator): separator == 0x09 ? "a TSV table" : "a CSV table"
    }
  }

  /// The command that makes JSON Lines, or plain text, out of the file: its words before the
  /// file's name. `nil`: there is no such command.
  package var mendingCommand: String? {
    switch self {
    case .compressed(let compression): "\(compression.program) -dc"
    case .utf16(_, hasMark: true): "iconv -f UTF-16 -t UTF-8"
    case .utf16(.littleEndian, hasMark: false): "iconv -f UTF-16LE -t UTF-8"
    case .utf16(.bigEndian, hasMark: false): "iconv -f UTF-16BE -t UTF-8"
    case .utf32: "iconv -f UTF-32 -t UTF-8"
    case .jsonArray: "jq -c '.[]'"
    case .jsonOverLines: "jq -c ."
    case .zip: "unzip -p"
    case .excel, .parquet, .arrow, .sqlite, .pdf, .html, .xml, .table: nil
    }
  }

  /// ``mendingCommand`` for this file, with the name of a new file.
  package func mendingCommand(for path: String) -> String? {
    mendingCommand.map { MendingCommand.text($0, for: path, toLines: isOtherJSON) }
  }

  /// Whether the file is JSON whose objects do not stand one on a line.
  package var isOtherJSON: Bool { self == .jsonArray || self == .jsonOverLines }

  /// What to do about a file that ``isOtherJSON``; `nil` for other kinds.
  package func remedyForJSON(for path: String) -> String? {
    guard isOtherJSON, let command = mendingCommand else { return nil }
    return Self.remedy(with: command, for: path)
  }

  /// The remedy for a file of JSON of which this program makes JSON Lines.
  package static func remedy(with program: String, for path: String) -> String {
    "pandas writes JSON Lines with to_json(FILE, orient='records', lines=True), DuckDB with COPY … "
      + "TO 'FILE' (FORMAT json). Make JSON Lines out of it: "
      + MendingCommand.text(program, for: path, toLines: true)
  }
}
