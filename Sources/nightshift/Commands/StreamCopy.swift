import Basics
import BatchRunner

/// A file that can be read more than once: the file itself, or a temporary copy of a pipe.
///
/// The copy is deleted with the object. If the program is killed, the copy stays.
final class StreamCopy {
  /// The path to read.
  let path: String
  /// The folder of the copy; `nil` if there is none.
  private let folder: String?

  /// Copies `path` if it is a pipe or a device; a regular file, a folder or a missing file is not
  /// copied.
  init(_ path: String) throws(Stop) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG,
      status.st_mode & S_IFMT != S_IFDIR
    else {
      self.path = path
      folder = nil
      return
    }
    let folder = try Self.freshFolder()
    let directory = RunDirectory(folder)
    self.folder = folder
    self.path = directory.input
    try StreamInput.keep(path == "/dev/stdin" ? "-" : path, in: directory)
  }

  /// Creates a folder that only its owner can read, with a name that no other has.
  private static func freshFolder() throws(Stop) -> String {
    let pattern = FileManager.default.temporaryDirectory.path + "/nightshift-check-XXXXXX"
    var name = Array(pattern.utf8CString)
    guard mkdtemp(&name) != nil else {
      throw Stop(
        status: .couldNotRun, error: FileError(path: pattern, operation: .create, code: errno))
    }
    return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    if let folder { try? FileManager.default.removeItem(atPath: folder) }
  }
}
