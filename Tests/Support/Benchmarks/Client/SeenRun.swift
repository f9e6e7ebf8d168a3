import Basics

/// A run of the real program without a rate limit, and what the server saw of it.
struct SeenRun {
  let run: NightshiftRun
  let received: Int
  /// From the start of the process until its first request was whole at the server.
  let secondsToFirst: Double

  init(
    _ arguments: [String], in scratch: Scratch, directory: String, concurrency: Int = 100,
    at server: ServerProcess? = nil
  ) throws {
    let server = try server ?? ServerProcess()
    run = try NightshiftRun(
      arguments + [
        "--plan", "none", "--concurrency", "\(concurrency)", "--base-url", server.baseURL,
        "--run-dir", scratch.path(directory),
      ], in: scratch)
    let seen = try server.stop()
    received = seen["received"] ?? 0
    let first = MonotonicInstant(nanoseconds: Int64(seen["first"] ?? 0))
    secondsToFirst = run.began.duration(to: first) / .seconds(1)
  }
}
