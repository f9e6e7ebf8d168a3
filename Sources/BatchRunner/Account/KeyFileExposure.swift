import Basics

/// Checks who else may see a key file: other users of the machine, or readers of a git repository.
struct KeyFileExposure {
  let path: String
  /// The path as the user typed it, for messages.
  let name: String
  let environment: [String: String]

  var remarks: [KeyRemark] {
    var remarks: [KeyRemark] = []
    if isReadableByOthers { remarks.append(.readableByOthers(path: name)) }
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
