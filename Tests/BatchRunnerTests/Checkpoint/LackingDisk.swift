import Basics
import RunSamples

/// The disk of this machine, as a file system shows it that refuses some calls.
struct LackingDisk: ForwardingDisk {
  enum Call: Hashable {
    case openDirectory, openWithoutLinks, fchmod, chmod, syncFile, syncDirectory, flock, truncate
    /// Renaming over an existing file.
    case replace
  }

  /// The refused calls, with the `errno` that they give.
  var refused: [Call: Int32] = [:]
  /// Every file and directory has mode 0777, and a change of it is reported as done.
  var ignoresModes = false

  /// Sets `errno`; -1 if the call is refused.
  private func refuse(_ call: Call) -> Bool {
    guard let code = refused[call] else { return false }
    errno = code
    return true
  }

  func open(_ path: String, _ flags: Int32) -> Int32 {
    if flags & O_DIRECTORY != 0, refuse(.openDirectory) { return -1 }
    if flags & O_NOFOLLOW != 0, refuse(.openWithoutLinks) { return -1 }
    let descriptor = system.open(path, flags)
    if ignoresModes, descriptor >= 0, flags & O_CREAT != 0 { _ = system.fchmod(descriptor, 0o777) }
    return descriptor
  }

  func mkdir(_ path: String) -> Int32 {
    let result = system.mkdir(path)
    if ignoresModes, result == 0 { _ = system.chmod(path, 0o777) }
    return result
  }

  func fchmod(_ descriptor: Int32, _ mode: mode_t) -> Int32 {
    if refuse(.fchmod) { return -1 }
    return ignoresModes ? 0 : system.fchmod(descriptor, mode)
  }

  func chmod(_ path: String, _ mode: mode_t) -> Int32 {
    if refuse(.chmod) { return -1 }
    return ignoresModes ? 0 : system.chmod(path, mode)
  }

  func sync(_ descriptor: Int32) -> Int32 {
    var status = Basics.stat()
    let isDirectory =
      system.fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    return refuse(isDirectory ? .syncDirectory : .syncFile) ? -1 : system.sync(descriptor)
  }

  func lock(_ descriptor: Int32, _ operation: Int32) -> Int32 {
    refuse(.flock) ? -1 : system.lock(descriptor, operation)
  }

  func ftruncate(_ descriptor: Int32, _ length: Int) -> Int32 {
    refuse(.truncate) ? -1 : system.ftruncate(descriptor, length)
  }

  func rename(_ from: String, _ to: String) -> Int32 {
    var status = Basics.stat()
    if system.stat(to, &status) == 0, refuse(.replace) { return -1 }
    return system.rename(from, to)
  }
}
