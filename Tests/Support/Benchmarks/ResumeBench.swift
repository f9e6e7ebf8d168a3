import Basics
import BatchRunner

/// How long a run that is almost done takes to go on.
struct ResumeBench {
  private let lines: Int
  private static let left = 10

  init(_ sizes: Sizes) {
    lines = max(Self.left + 1, sizes["--lines"] ?? 1_000_000)
  }

  func run() async throws {
    try await Scratch.within { scratch in
      let path = scratch.path("jobs.jsonl")
      try JobLines(count: lines).write(to: path)
      let directory = RunDirectory(scratch.path("done.run"))
      let server = try ServerProcess()
      try await DoneRun(jobs: JobFile(path), directory: directory)
        .write(leaving: Self.left, for: Endpoint(server.baseURL))
      Measure.tell("results, \(lines - Self.left) lines", size(directory.results), "MB")
      Measure.tell("journal", size(directory.journal), "MB")
      let seen = try SeenRun([path], in: scratch, directory: "done.run", at: server)
      Measure.tell("resume, sent", seen.received, "requests")
      Measure.tell("resume, first request after", seen.secondsToFirst, "s")
      Measure.tell("resume, processor time", seen.run.processorSeconds, "s")
      Measure.tell("resume, peak memory", seen.run.peakMegabytes, "MiB")
    }
  }

  private func size(_ path: String) -> Double {
    Double((try? ReadableFile(path).size()) ?? 0) / 1e6
  }
}
