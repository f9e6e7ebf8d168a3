import Basics
import BatchRunner

/// A file as it is, or what a pipe held, kept in a temporary file that is gone afterwards.
final class StreamCopy {
  let path: String
  private let folder: String?

  init(_ path: String) throws(Stop) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG,
      status.st_mode & S_IFMT != S_IFDIR
    else {
      self.path = path
      folder = nil
      return
    }
    let folder = FileManager.default.temporaryDirectory.path + "/nightshift-check-\(getpid())"
    let directory = RunDirectory(folder)
    do throws(FileError) {
      try directory.create()
    } catch {
      throw Stop(status: .couldNotRun, error: error)
    }
    self.folder = folder
    self.path = directory.input
    try StreamInput.keep(path == "/dev/stdin" ? "-" : path, in: directory)
  }

  deinit {
    if let folder { try? FileManager.default.removeItem(atPath: folder) }
  }
}
