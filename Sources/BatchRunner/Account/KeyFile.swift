import Foundation

/// A file that may hold a key.
struct KeyFile {
  /// As the user would type it.
  let name: String
  let text: String
  /// The mode's last nine bits; `nil` for what is no regular file, such as a pipe.
  let mode: UInt16?

  private static let sizeLimit = 1 << 20

  /// - Parameter path: where it is; `name` is what it is called in messages.
  init(path: String, name: String) throws(KeyError) {
    guard FileManager.default.fileExists(atPath: path) else { throw .missingFile(path: name) }
    guard let handle = FileHandle(forReadingAtPath: path) else { throw .unreadable(path: name) }
    defer { try? handle.close() }
    var status = stat()
    guard fstat(handle.fileDescriptor, &status) == 0,
      let bytes = try? handle.read(upToCount: KeyFile.sizeLimit + 1) ?? Data()
    else { throw .unreadable(path: name) }
    guard bytes.count <= KeyFile.sizeLimit else { throw .tooLarge(path: name) }
    self.name = name
    text = KeyFile.decoded(bytes)
    mode = status.st_mode & S_IFMT == S_IFREG ? UInt16(status.st_mode & 0o777) : nil
  }

  /// Windows editors and shells write UTF-16, with a mark in front.
  private static func decoded(_ bytes: Data) -> String {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return String(data: bytes, encoding: .utf16) ?? ""
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The key in it, and where it stands. A placeholder beside a key is passed over.
  func key() throws(KeyError) -> (key: APIKey, source: KeySource) {
    for variable in KeyFinder.variables {
      if let found = try assigned(to: variable) { return found }
    }
    let lines = KeyLines.lines(of: text).map(KeyText.cleaned).filter { !$0.isEmpty }
    guard lines.count == 1, let line = lines.first,
      line.hasPrefix("sk-") || !(line.contains("=") || line.contains(where: \.isWhitespace))
    else { throw .noKeyInFile(path: name) }
    let source = KeySource.file(path: name)
    return (try KeyText(line).found(in: source), source)
  }

  private func assigned(to variable: String) throws(KeyError) -> (APIKey, KeySource)? {
    var found: (key: APIKey, line: Int)?
    var refusal: KeyError?
    for (line, value) in KeyLines.assignments(to: variable, in: text) {
      do throws(KeyError) {
        let key = try KeyText(value).found(in: .line(path: name, number: line))
        if let found, found.key != key {
          throw .ambiguous(path: name, first: found.line, second: line)
        }
        found = found ?? (key, line)
      } catch {
        if case .ambiguous = error { throw error }
        refusal = refusal ?? error
      }
    }
    if let found { return (found.key, .line(path: name, number: found.line)) }
    if let refusal { throw refusal }
    return nil
  }
}
