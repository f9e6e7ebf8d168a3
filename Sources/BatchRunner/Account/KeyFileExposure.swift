import Foundation

/// Who else may come to see a key file: other users of the machine, or readers of a repository.
struct KeyFileExposure {
  let path: String
  /// The path as the user knows it.
  let name: String

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

  /// `false` without git or outside a work tree: git then answers neither yes nor no.
  private var isOpenToGit: Bool {
    let file = URL(fileURLWithPath: path)
    let git = Process()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    git.arguments = [
      "git", "-C", file.deletingLastPathComponent().path, "check-ignore", "-q", "--",
      file.lastPathComponent,
    ]
    // No key for a child to inherit.
    git.environment = ProcessInfo.processInfo.environment.filter { $0.key == "PATH" }
    git.standardInput = FileHandle.nullDevice
    git.standardOutput = FileHandle.nullDevice
    git.standardError = FileHandle.nullDevice
    guard (try? git.run()) != nil else { return false }
    git.waitUntilExit()
    return git.terminationReason == .exit && git.terminationStatus == 1
  }
}
