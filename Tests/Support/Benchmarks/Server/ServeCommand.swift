import Basics
import Foundation
import SandboxAPI

/// `nightshift-bench serve`: the other side of a figure, as a process of its own. It prints its
/// port, and what it saw when its standard input ends.
struct ServeCommand {
  let sizes: Sizes

  func run() throws {
    if let starts = sizes["--rpm"] { try serveLimited(starts) } else { serveInstantly() }
  }

  private func serveInstantly() {
    var responder = Responder()
    tell("port", responder.port)
    responder.run(until: STDIN_FILENO)
    tell("received", responder.answered)
    tell("first", Int(responder.firstAt?.nanoseconds ?? 0))
  }

  private func serveLimited(_ starts: Int) throws {
    let server = SandboxServer(
      scenario: .strict(
        starts: starts, windowSeconds: sizes["--window"] ?? 60,
        concurrency: sizes["--concurrency"] ?? 10))
    try server.start()
    tell("port", server.port)
    _ = try FileHandle.standardInput.readToEnd()
    let stats = server.stats
    tell("received", stats.received)
    tell("turned-down", stats.answeredByStatus[429] ?? 0)
    tell("most-in-window", stats.largestWindow)
    tell("most-at-once", stats.largestConcurrency)
  }

  private func tell(_ name: String, _ value: Int) {
    FileHandle.standardOutput.write(Data("\(name) \(value)\n".utf8))
  }
}
