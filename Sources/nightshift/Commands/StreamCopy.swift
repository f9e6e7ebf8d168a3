import Basics
import BatchRunner

/// A file that can be read more than once: the file itself, or a temporary copy of a pipe or of what
/// a compressed file holds.
///
/// The copy is deleted with the object. If the program is killed, the copy stays.
final class StreamCopy {
  /// The path to read.
  let path: String
  /// The folder of the copy; `nil` if there is none.
  private let folder: String?

  /// Copies `path` (`-` is standard input) if it is a pipe or a device, or a compressed file; another
  /// regular file, a folder or a missing file is not copied.
  init(_ path: String) throws(CommandError) {
    var status = stat()
    let source = path == "-" ? "/dev/stdin" : path
    let kind = stat(source, &status) == 0 ? status.st_mode & S_IFMT : 0
    let packed = kind == S_IFREG ? PackedFile(source) : nil
    guard packed != nil || ![0, S_IFREG, S_IFDIR].contains(kind) else {
      self.path = source
      folder = nil
      return
    }
    let folder = try Self.freshFolder()
    let directory = RunDirectory(folder)
    self.folder = folder
    self.path = directory.input
    try StreamInput.keep(path, packed, in: directory)
  }

  /// Creates a folder that only its owner can read, with a name that no other has.
  private static func freshFolder() throws(CommandError) -> String {
    let pattern = FileManager.default.temporaryDirectory.path + "/nightshift-check-XXXXXX"
    var name = Array(pattern.utf8CString)
    guard mkdtemp(&name) != nil else {
      throw CommandError(
        status: .couldNotRun, error: FileError(path: pattern, operation: .create, code: errno))
    }
    return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    if let folder { try? FileManager.default.removeItem(atPath: folder) }
  }
}
