import Basics

/// Tells the encoding of a file, and whether it can be the one that the user named.
struct EncodingCheck {
  let encoding: TextEncoding
  /// The byte order of UTF-16; of no meaning for other encodings.
  private(set) var order = ByteOrder.littleEndian

  /// `asked`: the encoding that the user named. Throws if the file is in another one, if it must be
  /// named, or if the file is no text. `name` is the file's name in errors.
  init(_ file: ReadableFile, name: String, asked: TextEncoding?) throws(DatasetError) {
    func problem(_ reason: DatasetProblem.Reason, line: Int = 1) -> DatasetError {
      .row(DatasetProblem(path: name, line: line, reason: reason))
    }
    func contradiction(_ fact: String, line: Int = 1) -> DatasetError {
      problem(.contradicts(fact: fact, option: "--encoding \(asked?.rawValue ?? "")"), line: line)
    }
    let head = try DatasetError.reading(file, ContentKind.bytesNeeded)
    switch head.withUnsafeBytes({ ContentKind($0, isWhole: false) }) {
    case .utf16(let order, let hasMark):
      if let asked, asked != .utf16 { throw contradiction("it is in UTF-16") }
      if asked == nil, !hasMark { throw problem(.utf16WithoutMark) }
      self.order = order
      encoding = .utf16
      return
    case let kind? where kind.isNoText: throw problem(.otherFile(kind))
    default: encoding = asked ?? .utf8
    }
    switch encoding {
    case .utf8: return
    case .utf16:
      // Text without any ASCII character has no zero bytes.
      if UTF8Text.mayBegin(head) { throw contradiction("it is not in UTF-16") }
    case .latin1, .windows1252:
      if let line = try Self.lineThatShowsUTF8(file) {
        throw contradiction("it is in UTF-8", line: line)
      }
    }
  }

  /// The first line with a character beyond ASCII, if the whole file is UTF-8; `nil` if it is not,
  /// or is all ASCII.
  private static func lineThatShowsUTF8(_ file: ReadableFile) throws(DatasetError) -> Int? {
    var lines = LineReader(file)
    var found: Int?
    do throws(FileError) {
      while let line = try lines.next() {
        guard let text = line.bytes, UTF8Text.firstInvalid(text) == nil else { return nil }
        if found == nil, UTF8Text.firstBeyondASCII(text) != nil { found = line.number }
      }
    } catch {
      throw .file(error)
    }
    return found
  }
}

extension ContentKind {
  /// Whether a file of this kind has no lines of text that could be read.
  fileprivate var isNoText: Bool {
    switch self {
    case .compressed, .zip, .excel, .parquet, .arrow, .sqlite, .pdf, .utf32: true
    case .html, .xml, .utf16, .jsonArray, .jsonOverLines, .table: false
    }
  }
}
