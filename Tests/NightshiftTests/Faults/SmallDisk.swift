import Foundation
import TestTools

#if os(Linux)
  /// A small file system in memory.
  struct SmallDisk {
    let path: String

    /// Whether this process may mount a file system: it needs to be root, with CAP_SYS_ADMIN.
    static let isPossible: Bool = {
      let folder = TemporaryFolder()
      guard let disk = SmallDisk(at: folder.path, kilobytes: 16)
      else { return false }
      disk.remove()
      return true
    }()

    init?(at path: String, kilobytes: Int) {
      self.path = path
      guard Self.mount(path, kilobytes: kilobytes, flags: 0) else { return nil }
    }

    func remove() {
      umount2(path, Int32(MNT_DETACH))
    }

    func resize(kilobytes: Int) -> Bool {
      Self.mount(path, kilobytes: kilobytes, flags: UInt(MS_REMOUNT))
    }

    private static func mount(_ path: String, kilobytes: Int, flags: UInt) -> Bool {
      Foundation.mount("none", path, "tmpfs", flags, "size=\(kilobytes)k") == 0
    }
  }
#endif
