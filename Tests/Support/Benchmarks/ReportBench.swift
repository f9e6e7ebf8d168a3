import Basics
import BatchRunner
import Foundation

/// How long a page about a long run takes, and how much memory.
struct ReportBench {
  private let lines: Int

  init(_ sizes: Sizes) {
    lines = max(2, sizes["--lines"] ?? 1_000_000)
  }

  func run() async throws {
    try await Scratch.within { scratch in
      let path = scratch.path("jobs.jsonl")
      // Each job has two lines in the journal.
      try JobLines(count: lines / 2).write(to: path)
      let directory = RunDirectory(scratch.path("done.run"))
      try await DoneRun(jobs: JobFile(path), directory: directory)
        .write(leaving: 0, for: Endpoint("http://127.0.0.1:9/v1"))
      let results = scratch.path("results.jsonl")
      try FileManager.default.moveItem(atPath: directory.results, toPath: results)
      try tell("report, journal alone", directory, of: [directory.journal], in: scratch)
      try FileManager.default.moveItem(atPath: results, toPath: directory.results)
      try tell(
        "report, with results", directory, of: [directory.journal, directory.results], in: scratch)
    }
  }

  /// By the processor's time, since the machine may be busy.
  private func tell(
    _ name: String, _ directory: RunDirectory, of files: [String], in scratch: Scratch
  ) throws {
    let began = ProcessorTime.own
    let read = try files.reduce(0) { try $0 + Self.lines(of: $1) }
    let plain = max(1e-6, ProcessorTime.own - began)
    let seen = try NightshiftRun([directory.path], command: "report", in: scratch)
    Measure.tell(name, read, "lines")
    Measure.tell(name + ", a pass that only finds lines", Double(read) / plain, "lines/s")
    Measure.tell(name + ", whole", Double(read) / seen.processorSeconds, "lines/s")
    Measure.tell(name + ", against that pass", seen.processorSeconds / plain, "times as long")
    Measure.tell(name + ", processor time", seen.processorSeconds, "s")
    Measure.tell(name + ", peak memory", seen.peakMegabytes, "MiB")
  }

  private static func lines(of path: String) throws -> Int {
    var lines = LineReader(try ReadableFile(path))
    var count = 0
    while try lines.next() != nil { count += 1 }
    return count
  }
}
