import Basics
import Foundation
import SandboxAPI
import TestTools

/// A job file, a simulated API, and the folder in which runs take place.
final class Site {
  let folder: TemporaryFolder
  let server: SandboxServer
  let jobs: [String]
  let file: String
  /// Options that are added to each command.
  var options: [String] = []
  var progress = "none"
  private var starts = 0

  init(jobs count: Int, _ scenario: Scenario = Scenario()) throws {
    folder = TemporaryFolder()
    server = SandboxServer(scenario: scenario)
    try server.start()
    jobs = (0..<count).map { "job-\($0)" }
    file = try folder.file("jobs.jsonl", jobs.map { Self.line($0) }.joined())
  }

  deinit {
    server.stop()
  }

  var directory: String { "\(folder.path)/jobs.run" }

  static func body(_ job: String) -> String {
    #"{"model":"sandbox/small","messages":[{"role":"user","content":"This is \#(job)."}]}"#
  }

  static func line(_ job: String) -> String {
    #"{"custom_id":"\#(job)","method":"POST","url":"/v1/chat/completions","body":\#(body(job))}"#
      + "\n"
  }

  func words(_ added: [String]) -> [String] {
    [BuiltProgram.path, "run", file, "--base-url", server.baseURL, "--progress", progress]
      + options + added
  }

  func start(_ added: [String] = [], environment: [String: String] = [:]) throws -> Child {
    try start(words: words(added), environment: environment)
  }

  func start(
    words: [String], environment: [String: String] = [:], input: String = "/dev/null"
  ) throws -> Child {
    starts += 1
    return try Child(
      words, in: folder.path, environment: environment, input: input, name: "start-\(starts)")
  }

  /// Runs the command to its end.
  func run(_ added: [String] = [], environment: [String: String] = [:]) throws -> Child {
    let child = try start(added, environment: environment)
    child.wait()
    return child
  }

  /// The problems with the files of the finished run.
  var complaints: [String] { Checker(directory).complaints(ofAll: jobs) }

  /// How often the server accepted each job.
  func accepted(_ stats: SandboxStats) -> [String: Int] {
    var counts: [String: Int] = [:]
    for job in jobs {
      counts[job] = Int(stats.byBody[XXHash64.hash(Self.body(job))]?.accepted ?? 0)
    }
    return counts
  }

  /// Waits until the server has received `count` requests, or `child` has ended.
  func waitForRequests(_ count: Int, of child: Child) {
    while server.stats.received < count, child.isRunning { usleep(1000) }
  }
}
