/// Reads standard input, a pipe or a device to its end.
package enum StreamReader {
  /// Opens `path`, where `-` is standard input, and passes its bytes to `use` piece by piece.
  package static func read<Failure: Error>(
    _ path: String, _ use: (ArraySlice<UInt8>) throws(Failure) -> Void,
    failing: (FileError) -> Failure
  ) throws(Failure) {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw failing(FileError(path: path, operation: .open, code: errno))
    }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    try read(descriptor, of: path, use, failing: failing)
  }

  /// Like ``read(_:_:failing:)``, from an open descriptor. `path` is for errors.
  package static func read<Failure: Error>(
    _ descriptor: Int32, of path: String, _ use: (ArraySlice<UInt8>) throws(Failure) -> Void,
    failing: (FileError) -> Failure
  ) throws(Failure) {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = Basics.read(descriptor, &buffer, buffer.count)
      if count == 0 { return }
      if count > 0 {
        try use(buffer[..<count])
      } else if errno != EINTR {
        throw failing(FileError(path: path, operation: .read, code: errno))
      }
    }
  }
}
