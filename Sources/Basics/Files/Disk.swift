/// The file system calls that the program uses. Tests replace them with a simulated disk.
///
/// Each behaves like the POSIX call of the same name. It returns -1 and sets `errno` on failure.
package protocol Disk: Sendable {
  func open(_ path: String, _ flags: Int32) -> Int32
  func close(_ descriptor: Int32)
  func fstat(_ descriptor: Int32, _ status: inout stat) -> Int32
  func fchmod(_ descriptor: Int32, _ mode: mode_t) -> Int32
  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int
  func pread(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ offset: Int) -> Int
  /// As `flock`. `operation`: `LOCK_EX`, `LOCK_SH` or `LOCK_UN`, perhaps with `LOCK_NB`.
  func lock(_ descriptor: Int32, _ operation: Int32) -> Int32
  func ftruncate(_ descriptor: Int32, _ length: Int) -> Int32
  /// Returns when everything written to the file is on the disk, not only in a cache.
  func sync(_ descriptor: Int32) -> Int32
  func stat(_ path: String, _ status: inout stat) -> Int32
  func mkdir(_ path: String) -> Int32
  func chmod(_ path: String, _ mode: mode_t) -> Int32
  func rename(_ from: String, _ to: String) -> Int32
  func unlink(_ path: String) -> Int32
}

extension Disk {
  /// Whether a file or folder exists at this path. A symbolic link without a target does not count.
  package func has(_ path: String) -> Bool {
    var status = Basics.stat()
    return stat(path, &status) == 0
  }
}
