import Basics

/// A picture that a cell names: a path beside the dataset, or an address.
struct Picture {
  /// The column of the cell, for errors.
  let column: String
  /// What the cell names, without white space around it.
  private let name: String

  /// A file of more bytes does not fit into a job, since four bytes stand for three of them.
  private static let sizeLimit = LineReader.lengthLimit / 4 * 3
  /// The addresses that stay as they are.
  private static let schemes = ["https", "http", "data"]

  init(_ cell: DatasetCell, column: String) {
    self.column = column
    var bytes: [UInt8] = []
    cell.append(to: &bytes)
    name = String(decoding: bytes, as: UTF8.self).trimmingSpaces
  }

  var isEmpty: Bool { name.isEmpty }

  /// Appends the address, or the file's contents as a `data:` URL, to a JSON string. `folder`: the
  /// one that paths begin in.
  func append(to json: inout [UInt8], folder: String) throws(PictureProblem) {
    guard !isEmpty else { throw .empty(column: column) }
    if let scheme {
      guard Self.schemes.contains(scheme.lowercased()) else {
        throw .scheme(scheme, column: column)
      }
      Array(name.utf8).withUnsafeBytes { JSONString.append(escaping: $0, to: &json) }
      return
    }
    let path = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
    let bytes = try Self.contents(of: path)
    guard let type = Self.mediaType(bytes) else { throw .noPicture(path: path) }
    json.append(contentsOf: "data:\(type);base64,".utf8)
    json.append(contentsOf: Data(bytes).base64EncodedData())
  }

  /// What stands before the colon of an address; `nil`: it is a path. A single letter is a drive of
  /// Windows.
  private var scheme: String? {
    let scheme = name.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    guard scheme.utf8.count > 1, scheme.first?.isLetter == true,
      name[scheme.endIndex...].hasPrefix(":")
    else { return nil }
    let rest = name[scheme.endIndex...].dropFirst()
    return rest.hasPrefix("//") || scheme.lowercased() == "data" ? String(scheme) : nil
  }

  private static func contents(of path: String) throws(PictureProblem) -> [UInt8] {
    // The system would take the path to end there.
    if path.utf8.contains(0) { throw .notAFile(path: path) }
    // Opening a pipe would wait for its writer.
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw .notAFile(path: path) }
    do throws(FileError) {
      let file = try ReadableFile(path)
      let size = try file.size()
      if size <= sizeLimit { return try file.bytes(at: 0, count: size) }
    } catch {
      throw .file(error)
    }
    throw .tooLarge(path: path)
  }

  /// The media type, told by the first bytes; `nil`: they are of no picture that the API takes.
  static func mediaType(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) { return "image/gif" }
    if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
      return "image/webp"
    }
    return nil
  }
}
