import Basics
import BatchRunner

/// Stores jobs from standard input or a pipe as `input.jsonl` in the run directory, so that they
/// can be checked before the first request and read again when the run is resumed.
enum StreamInput {
  /// Reads `name` (`-` is standard input) to its end and stores it. If the directory already has an
  /// input, throws unless it is the same. The file appears whole, even after a crash.
  static func keep(_ name: String, in directory: RunDirectory) throws(Stop) {
    let temporary = directory.input + ".new"
    do throws(FileError) {
      unlink(temporary)
      let target = try directory.file(temporary)
      try copy(name, to: target)
      try target.sync()
      guard FileManager.default.fileExists(atPath: directory.input) else {
        return try directory.moveIntoPlace(temporary, directory.input)
      }
    } catch {
      throw Stop(CheckpointError.file(error))
    }
    defer { unlink(temporary) }
    guard FileManager.default.contentsEqual(atPath: temporary, andPath: directory.input) else {
      throw Stop(CheckpointError.otherInput(directory: directory.path))
    }
  }

  private static func copy(_ name: String, to target: AppendFile) throws(FileError) {
    let descriptor = name == "-" ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: name, operation: .open, code: errno) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return }
      if count > 0 {
        try target.append(Array(buffer[..<count]))
      } else if errno != EINTR {
        throw FileError(path: name, operation: .read, code: errno)
      }
    }
  }
}
