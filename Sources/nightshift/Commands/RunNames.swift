import Basics

/// The names of several runs in one table.
struct RunNames {
  /// In the order of the runs, all different.
  let names: [String]

  /// The name of each run directory without `.run`; the paths as they were typed if two names are the
  /// same. Throws if two of the paths are one run.
  init(_ runs: [(typed: String, directory: String)]) throws(SameRun) {
    var seen: [String: String] = [:]
    for run in runs {
      let place = Self.place(of: run.directory)
      if let other = seen.updateValue(run.typed, forKey: place) {
        throw SameRun(first: other, second: run.typed)
      }
    }
    let short = runs.map { Self.name(of: $0.directory) }
    names = Set(short).count == short.count ? short : runs.map(\.typed)
  }

  /// The last part of the path, without the extension of a run directory.
  private static func name(of directory: String) -> String {
    var rest = directory[...]
    while rest.count > 1, rest.hasSuffix("/") { rest = rest.dropLast() }
    let name = PathName(String(rest)).name
    return name.hasSuffix(".run") && name.count > 4 ? String(name.dropLast(4)) : name
  }

  /// The same for all paths of one directory.
  private static func place(of directory: String) -> String {
    var status = stat()
    guard stat(directory, &status) == 0 else { return directory }
    return "\(status.st_dev)/\(status.st_ino)"
  }
}

/// Two of the runs of an export are the same.
struct SameRun: UserFacing, Equatable {
  let first: String
  let second: String

  var problem: String {
    first == second
      ? "'\(Printable(first))' was given twice."
      : "'\(Printable(first))' and '\(Printable(second))' are the same run."
  }
  var remedy: String? { "Name each run once." }
}
