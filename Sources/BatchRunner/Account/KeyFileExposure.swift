import Basics
import CPlatform

/// Checks who else may see a key file: other users of the machine, or readers of a git repository.
struct KeyFileExposure {
  let path: String
  /// The path as the user typed it, for messages.
  let name: String
  let environment: [String: String]
  /// The name of a path's file system if it may not keep file modes; `nil`: it keeps them.
  var modelessFileSystem: @Sendable (String) -> String? = {
    nightshift_modeless_file_system($0).map { String(cString: $0) }
  }

  var remarks: [KeyRemark] {
    var remarks: [KeyRemark] = []
    if isReadableByOthers {
      // The mode there is often the same for all files, and chmod changes nothing.
      let fileSystem = modelessFileSystem(path)
      remarks.append(
        fileSystem.map { .unknownReaders(path: name, fileSystem: $0) }
          ?? .readableByOthers(path: name))
    }
    if isOpenToGit { remarks.append(.notIgnoredByGit(path: name)) }
    return remarks
  }

  private var isReadableByOthers: Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
  }

  private var isOpenToGit: Bool {
    GitIgnore(environment: environment).wouldCommit(path)
  }
}
