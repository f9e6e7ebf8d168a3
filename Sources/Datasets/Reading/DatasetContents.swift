import Basics

/// The text of a dataset as UTF-8, and what its beginning tells about it.
struct DatasetContents {
  /// The file itself, or a temporary copy.
  let text: ReadableFile
  let encoding: TextEncoding
  private(set) var notes: [DatasetNote] = []
  private let name: String
  /// The beginning of ``text``, with its byte-order mark.
  private let head: [UInt8]
  /// The length of the byte-order mark.
  private let mark: Int
  /// Whether ``head`` is the whole text.
  private var isWhole: Bool { head.count < ContentKind.bytesNeeded }

  /// Opens the file, copies it if it can be read only once, and converts it to UTF-8 if it is in
  /// another encoding. Throws if it is no text at all, or contradicts what was asked.
  init(_ path: String, _ asked: DatasetReading) throws(DatasetError) {
    name = path
    let file = try Self.open(path)
    let found = try EncodingCheck(file, name: path, asked: asked.encoding)
    encoding = found.encoding
    if encoding == .utf8 {
      text = file
    } else {
      var conversion = TextConversion(file, from: encoding)
      text = try conversion.utf8(found.order, name: path)
      if asked.encoding == nil { notes.append(.utf16) }
    }
    head = try DatasetError.reading(text, ContentKind.bytesNeeded)
    mark = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Whether it is standard input (`-`), a pipe or a device, which can be read only once.
  static func isStream(_ path: String) -> Bool {
    if path == "-" { return true }
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return [S_IFIFO, S_IFCHR, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  /// Opens a regular file. Copies what can be read only once.
  private static func open(_ path: String) throws(DatasetError) -> ReadableFile {
    do throws(FileError) {
      // A pipe must not be opened twice: its writer would take the first end for the last.
      guard isStream(path) else { return try ReadableFile(path) }
      let copy = try TemporaryFile()
      try StreamReader.read(path) { bytes throws(FileError) in
        try copy.append(bytes)
      } failing: {
        $0
      }
      try copy.flush()
      return copy.file
    } catch {
      throw .file(error)
    }
  }

  /// What the text is if it is not JSON Lines or CSV.
  private var kind: ContentKind? {
    head.withUnsafeBytes { ContentKind($0, isWhole: isWhole) }
  }

  mutating func note(_ note: DatasetNote) { notes.append(note) }

  /// The format by the contents; `nil`: they do not tell it.
  func format(_ asked: DatasetReading) -> DatasetFormat? {
    let text = head[mark...].drop(while: JSONScanner.isSpace)
    if text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[") { return .jsonl }
    if asked.separator != nil || separatorLine != nil { return .csv }
    let guess = text.withUnsafeBytes {
      SeparatorGuess($0, isWhole: isWhole, standard: UInt8(ascii: ","), escape: asked.escape)
    }
    guard !guess.candidates.isEmpty else { return nil }
    return guess.separator == 0x09 ? .tsv : .csv
  }

  private func problem(_ reason: DatasetProblem.Reason) -> DatasetError {
    var column: Int?
    if case .otherFile(let kind) = reason, kind.isOtherJSON { column = 1 }
    return .row(DatasetProblem(path: name, line: 1, column: column, reason: reason))
  }

  private static let namedJSON = "its name says that it is JSON Lines"

  /// Throws if the text is no JSON Lines.
  func checkIsJSONLines(_ asked: DatasetReading) throws(DatasetError) {
    if let separator = asked.separator {
      throw problem(
        .contradicts(fact: Self.namedJSON, option: Separator.option(separator)))
    }
    if asked.escape != nil {
      throw problem(.contradicts(fact: Self.namedJSON, option: "--csv-escape"))
    }
    if let kind { throw problem(.otherFile(kind)) }
  }

  /// Throws if the text is no table.
  func checkIsTable() throws(DatasetError) {
    switch kind {
    case .html?: throw problem(.otherFile(.html))
    case .jsonOverLines?: throw problem(.otherFile(.jsonOverLines))
    case .jsonArray?:
      // Columns in brackets are fine.
      let inner = head[mark...].drop { JSONScanner.isSpace($0) || $0 == UInt8(ascii: "[") }
      if inner.first == UInt8(ascii: "{") { throw problem(.otherFile(.jsonArray)) }
    default:
      guard head.dropFirst(mark).first == UInt8(ascii: "{") else { return }
      let line = head[mark...].prefix { $0 != 0x0A }
      var outline = JSONOutline()
      let isObject = line.withUnsafeBytes { (try? outline.read($0, depth: 0)) != nil }
      if isObject { throw problem(.isJSONLines) }
    }
  }
}

// MARK: - Separator

extension DatasetContents {
  /// The separator, and where the header begins: its offset and its line.
  mutating func separator(
    _ format: DatasetFormat, _ asked: DatasetReading
  ) throws(DatasetError) -> (byte: UInt8, start: (offset: Int, line: Int)) {
    let standard = format.separator ?? UInt8(ascii: ",")
    let given = asked.separator ?? (asked.format == .tsv ? standard : nil)
    if let (byte, end) = separatorLine {
      if let given, given != byte {
        let fact = "its first line says that \(Separator.words(byte)) separates the cells"
        throw problem(.contradicts(fact: fact, option: option(of: asked)))
      }
      if byte != standard { notes.append(.separator(byte)) }
      return (byte, (end, 2))
    }
    let guess = head.withUnsafeBytes { bytes in
      SeparatorGuess(
        UnsafeRawBufferPointer(rebasing: bytes[mark...]), isWhole: isWhole, standard: standard,
        escape: asked.escape)
    }
    let found = guess.separator ?? guess.candidates.first
    if let given {
      if let found, found != given, !guess.candidates.contains(given), !guess.candidates.isEmpty {
        let fact = "its cells are separated by \(Separator.words(found))"
        throw problem(.contradicts(fact: fact, option: option(of: asked)))
      }
      return (given, (mark, 1))
    }
    guard let separator = guess.separator else {
      throw problem(.unclearSeparator(guess.candidates))
    }
    if separator != standard {
      if separator == 0x09, asked.format == .csv {
        throw problem(
          .contradicts(fact: "its cells are separated by a tab", option: "--format csv"))
      }
      notes.append(.separator(separator))
    }
    return (separator, (mark, 1))
  }

  /// The option that says what separates the cells.
  private func option(of asked: DatasetReading) -> String {
    asked.separator.map(Separator.option) ?? "--format \(asked.format?.rawValue ?? "")"
  }

  /// The separator that a first line `sep=;` names, as Excel writes and reads it, and the offset
  /// after that line; `nil` without such a line.
  private var separatorLine: (byte: UInt8, end: Int)? {
    let text = head[mark...]
    guard let newline = text.firstIndex(of: 0x0A) else { return nil }
    var line = text[..<newline].filter { $0 != UInt8(ascii: "\"") }
    if line.last == 0x0D { line.removeLast() }
    guard line.count == 5, let byte = line.last, byte != 0x0D,
      String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
    else { return nil }
    return (byte, newline + 1)
  }
}
