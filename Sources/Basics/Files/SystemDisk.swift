/// The operating system's own calls. Files and folders that it creates are private to their owner
/// (modes 0600 and 0700).
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
    _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ offset: Int
  ) -> Int {
    Basics.pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
  }

  package func lock(_ descriptor: Int32, _ operation: Int32) -> Int32 {
    flock(descriptor, operation)
  }

  package func ftruncate(_ descriptor: Int32, _ length: Int) -> Int32 {
    Basics.ftruncate(descriptor, off_t(length))
  }

  package func sync(_ descriptor: Int32) -> Int32 {
    #if canImport(Darwin)
      // On macOS, fsync leaves the data in the drive's own cache. Some file systems do not support
      // F_FULLFSYNC; fsync is then the best there is. After any other error, a success of fsync
      // would say nothing.
      if fcntl(descriptor, F_FULLFSYNC) != -1 { return 0 }
      let isUnsupported = FileError.unsupported.contains(errno) || errno == ENOTTY
      return isUnsupported ? fsync(descriptor) : -1
    #else
      // Also writes the file's length, which is needed to read the data back.
      return fdatasync(descriptor)
    #endif
  }

  package func stat(_ path: String, _ status: inout stat) -> Int32 {
    // `Basics.stat` would mean the structure of the same name, so this calls `fstatat`.
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
