import Basics
import CPlatform

/// How many requests can be in flight at once with the files that this process may have open
/// (`ulimit -n`).
struct FileLimit {
  /// Open files and sockets; `nil`: not known.
  let files: Int?

  /// Of this process. `main` has raised it as far as the system allows.
  static var ofProcess: FileLimit {
    let limit = nightshift_file_limit()
    return FileLimit(files: limit < 0 ? nil : Int(limit))
  }

  /// A connection is one socket. While libcurl looks up a host's name, or tries two of its addresses,
  /// it needs two.
  private static let perRequest = 2
  /// What the process has open without a single request: 22 in a run of one job file. And what it
  /// opens for a moment, such as a report or the pipes of a command.
  private static let others = 32
  /// The files of another run directory, and its job file.
  private static let perJobFile = 8

  /// As many of `wanted` requests at once as are possible, at least 1. `servesItself`: the simulated
  /// API is in this process and has a socket for each request too.
  func concurrency(_ wanted: Int, jobFiles: Int, servesItself: Bool) -> Int {
    guard let files else { return wanted }
    let each = Self.perRequest + (servesItself ? 1 : 0)
    let free = files - Self.others - max(0, jobFiles - 1) * Self.perJobFile
    return max(1, min(wanted, free / each))
  }

  /// What is said when there are fewer than `wanted`.
  func sentence(_ possible: Int, of wanted: Int) -> String {
    "this process may have only \(Figure.count(files ?? 0, "file")) open (ulimit -n), so "
      + "\(Figure.count(possible)) instead of \(Figure.count(wanted)) requests run at once."
  }
}
