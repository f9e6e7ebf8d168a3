import Foundation

/// A clone of the project, kept from round to round so that it is not built anew each time.
struct Copy {
  private let project: String
  private let folder: String
  private let logs: String
  private var planted: Project.Plant?

  struct Failed: Error { var reason: String }

  /// Brings the copy to what is committed, and works in it from now on.
  init(of project: String) throws(Failed) {
    self.project = project
    folder = project + "/.build/planted-bugs/copy"
    logs = project + "/.build/planted-bugs/logs"
    for path in [folder, logs] {
      try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    // Held to the end of this process.
    let lock = open(project + "/.build/planted-bugs/lock", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw Failed(reason: "another round is under way")
    }
    guard FileManager.default.changeCurrentDirectoryPath(folder) else {
      throw Failed(reason: "there is no folder for the copy")
    }
    // A test that crashes is known without a list of its calls.
    setenv("SWIFT_BACKTRACE", "enable=no", 1)
    for words in [
      ["git", "init", "-q", "."], ["git", "fetch", "-q", project, "HEAD"],
      ["git", "checkout", "-q", "-f", "FETCH_HEAD"], ["git", "clean", "-fdq", "-e", ".build"],
    ] {
      let end = Command.run(words, log: logs + "/copy.log")
      if !end.succeeded { throw Failed(reason: "the project cannot be cloned: \(end.log)") }
    }
  }

  /// Whether there are changes that the copy does not have.
  var lacksChanges: Bool {
    let words = [
      "git", "-C", project, "status", "--porcelain", "--", "Sources", "Tests", "Package.swift",
    ]
    return Command.run(words, log: logs + "/changes.log").log.split(separator: "\n").contains {
      !$0.contains("Tests/PlantedBugs")
    }
  }

  var code: Project { Project(folder) }

  func build(log name: String) -> Command.End {
    Command.run(
      ["swift", "build", "--build-tests", "-debug-info-format", "none"], log: "\(logs)/\(name).log")
  }

  func runTests(_ names: [String], log name: String, limit: Duration) -> Command.End {
    let filters = names.flatMap { ["--filter", NSRegularExpression.escapedPattern(for: $0)] }
    return Command.run(
      ["swift", "test", "--skip-build", "--disable-xctest"] + filters, log: "\(logs)/\(name).log",
      limit: limit)
  }

  func log(of name: String) -> String { "\(logs)/\(name).log" }

  /// Plants a bug, or none, in place of the one before: both changes take one build.
  mutating func plant(_ next: Project.Plant?) throws(Failed) {
    let files = next?.files ?? [:]
    do {
      for (path, bytes) in (planted?.original ?? [:]).merging(files, uniquingKeysWith: { $1 }) {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(path)"))
      }
    } catch {
      throw Failed(reason: "the copy cannot be written: \(error)")
    }
    planted = next
  }
}
