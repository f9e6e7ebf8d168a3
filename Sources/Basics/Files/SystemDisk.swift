/// The disk of this machine. What it makes is for its owner alone.
package struct SystemDisk: Disk {
  package init() {}

  package func open(_ path: String, _ flags: Int32) -> Int32 {
    Basics.open(path, flags, 0o600)
  }

  package func close(_ descriptor: Int32) {
    _ = Basics.close(descriptor)
  }

  package func fstat(_ descriptor: Int32, _ status: inout stat) -> Int32 {
    Basics.fstat(descriptor, &status)
  }

  package func fchmod(_ descriptor: Int32, _ mode: mode_t) -> Int32 {
    Basics.fchmod(descriptor, mode)
  }

  package func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    Basics.write(descriptor, bytes.baseAddress, bytes.count)
  }

  package func pread(
    _ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer, _ offset: Int
  ) -> Int {
    Basics.pread(descriptor, room.baseAddress, room.count, off_t(offset))
  }

  package func ftruncate(_ descriptor: Int32, _ length: Int) -> Int32 {
    Basics.ftruncate(descriptor, off_t(length))
  }

  package func sync(_ descriptor: Int32) -> Int32 {
    #if canImport(Darwin)
      // fsync there leaves the data in the drive's own cache.
      fcntl(descriptor, F_FULLFSYNC) == -1 ? fsync(descriptor) : 0
    #else
      fdatasync(descriptor)
    #endif
  }

  package func stat(_ path: String, _ status: inout stat) -> Int32 {
    // `stat` is also the name of the structure, and that wins here.
    fstatat(AT_FDCWD, path, &status, 0)
  }

  package func mkdir(_ path: String) -> Int32 {
    Basics.mkdir(path, 0o700)
  }

  package func chmod(_ path: String, _ mode: mode_t) -> Int32 {
    Basics.chmod(path, mode)
  }

  package func rename(_ from: String, _ to: String) -> Int32 {
    Basics.rename(from, to)
  }

  package func unlink(_ path: String) -> Int32 {
    Basics.unlink(path)
  }
}
