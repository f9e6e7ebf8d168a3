/// The system calls that files are made of: the system's own, or those of a simulated disk.
///
/// Each behaves as the call it is named for: -1, with `errno` set, says that it failed.
package protocol Disk: Sendable {
  func open(_ path: String, _ flags: Int32) -> Int32
  func close(_ descriptor: Int32)
  func fstat(_ descriptor: Int32, _ status: inout stat) -> Int32
  func fchmod(_ descriptor: Int32, _ mode: mode_t) -> Int32
  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int
  func pread(_ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer, _ offset: Int) -> Int
  func ftruncate(_ descriptor: Int32, _ length: Int) -> Int32
  /// Returns when what was written is on the disk itself.
  func sync(_ descriptor: Int32) -> Int32
  func stat(_ path: String, _ status: inout stat) -> Int32
  func mkdir(_ path: String) -> Int32
  func chmod(_ path: String, _ mode: mode_t) -> Int32
  func rename(_ from: String, _ to: String) -> Int32
  func unlink(_ path: String) -> Int32
}

extension Disk {
  /// Whether something has that name.
  package func has(_ path: String) -> Bool {
    var status = Basics.stat()
    return stat(path, &status) == 0
  }
}
