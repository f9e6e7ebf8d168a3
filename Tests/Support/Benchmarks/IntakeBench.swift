import Basics
import BatchRunner

/// How long a large job file takes until its first request, and what memory it needs.
struct IntakeBench {
  private let lines: Int
  private let limit: Int
  private let runsWhole: Bool

  init(_ sizes: Sizes) {
    lines = sizes["--lines"] ?? 1_000_000
    limit = sizes["--limit"] ?? 1000
    runsWhole = sizes.has("--whole")
  }

  func run() async throws {
    try await Scratch.within { scratch in
      let path = scratch.path("jobs.jsonl")
      let bytes = try JobLines(count: lines).write(to: path)
      let megabytes = Double(bytes) / 1e6
      Measure.tell("job file, \(lines) lines", megabytes, "MB")
      try check(path, megabytes)
      try runLimited(path, megabytes, in: scratch)
      if runsWhole { try runWhole(path, in: scratch) }
    }
  }

  private func check(_ path: String, _ megabytes: Double) throws {
    let earlier = ProcessorTime.own
    let began = BootClock.now
    let jobs = try JobFile(path)
    let seconds = began.duration(to: BootClock.now) / .seconds(1)
    let processorSeconds = ProcessorTime.own - earlier
    Measure.tell("check, problems", jobs.problemCount, "lines")
    Measure.tell("check", megabytes / seconds, "MB/s")
    Measure.tell("check, of processor time", megabytes / processorSeconds, "MB/s")
  }

  private func runLimited(_ path: String, _ megabytes: Double, in scratch: Scratch) throws {
    let seen = try SeenRun([path, "--limit", "\(limit)"], in: scratch, directory: "limited.run")
    Measure.tell("first request after", seen.secondsToFirst, "s")
    Measure.tell("first request", megabytes / seen.secondsToFirst, "MB/s")
    Measure.tell("processor time, \(limit) jobs run", seen.run.processorSeconds, "s")
    Measure.tell("peak memory, \(limit) jobs run", seen.run.peakMegabytes, "MiB")
  }

  private func runWhole(_ path: String, in scratch: Scratch) throws {
    let seen = try SeenRun([path], in: scratch, directory: "whole.run")
    Measure.tell("whole run", Double(seen.received) / seen.run.seconds, "requests/s")
    Measure.tell("peak memory, whole run", seen.run.peakMegabytes, "MiB")
  }
}
