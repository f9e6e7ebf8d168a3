package import Basics

/// The disk of this machine, of which a test changes some calls: those that a type does not define
/// itself go to the system.
package protocol ForwardingDisk: Disk {}

extension ForwardingDisk {
  package var system: SystemDisk { SystemDisk() }

  package func open(_ path: String, _ flags: Int32) -> Int32 { system.open(path, flags) }
  package func close(_ descriptor: Int32) { system.close(descriptor) }
  package func fstat(_ descriptor: Int32, _ status: inout stat) -> Int32 {
    system.fstat(descriptor, &status)
  }
  package func fchmod(_ descriptor: Int32, _ mode: mode_t) -> Int32 {
    system.fchmod(descriptor, mode)
  }
  package func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    system.write(descriptor, bytes)
  }
  package func pread(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ offset: Int
  ) -> Int { system.pread(descriptor, buffer, offset) }
  package func lock(_ descriptor: Int32, _ operation: Int32) -> Int32 {
    system.lock(descriptor, operation)
  }
  package func ftruncate(_ descriptor: Int32, _ length: Int) -> Int32 {
    system.ftruncate(descriptor, length)
  }
  package func sync(_ descriptor: Int32) -> Int32 { system.sync(descriptor) }
  package func stat(_ path: String, _ status: inout stat) -> Int32 { system.stat(path, &status) }
  package func mkdir(_ path: String) -> Int32 { system.mkdir(path) }
  package func chmod(_ path: String, _ mode: mode_t) -> Int32 { system.chmod(path, mode) }
  package func rename(_ from: String, _ to: String) -> Int32 { system.rename(from, to) }
  package func unlink(_ path: String) -> Int32 { system.unlink(path) }
}
