import Basics
import BatchRunner
import Foundation

/// How fast a dataset becomes jobs and answers become a table, beside a plain copy of the same
/// bytes.
struct DatasetBench {
  private let rows: Int

  init(_ sizes: Sizes) {
    rows = max(1, sizes["--rows"] ?? 1_000_000)
  }

  func run() async throws {
    try await Scratch.within { scratch in
      let dataset = scratch.path("reviews.csv")
      try write(dataset)
      let template = scratch.path("template.json")
      try Data(Self.template.utf8).write(to: URL(filePath: template))
      let jobs = scratch.path("jobs.jsonl")
      try measure(
        "prepare", reading: [dataset], writing: jobs, in: scratch,
        [dataset, "--template", template, "--id-column", "id", "--output", jobs])
      let directory = RunDirectory(scratch.path("jobs.run"))
      try await DoneRun(jobs: JobFile(jobs), directory: directory)
        .write(leaving: 0, for: Endpoint("http://127.0.0.1:9/v1"))
      try measure(
        "export", reading: [directory.results], writing: scratch.path("answers.csv"), in: scratch,
        [directory.path, "--output", scratch.path("answers.csv")])
      let joined = scratch.path("joined.csv")
      try measure(
        "export, joined", reading: [directory.results, dataset], writing: joined, in: scratch,
        [directory.path, "--join", dataset, "--id-column", "id", "--output", joined])
    }
  }

  /// Megabytes are what is read and what is written, together.
  private func measure(
    _ name: String, reading paths: [String], writing output: String, in scratch: Scratch,
    _ arguments: [String]
  ) throws {
    let command = name == "prepare" ? name : "export"
    let run = try NightshiftRun(arguments, command: command, in: scratch)
    let size = try (paths + [output]).reduce(0) { try $0 + ReadableFile($1).size() }
    let megabytes = Double(size) / 1e6
    let copied = try (paths + [output]).reduce(0.0) { try $0 + copySeconds($1, in: scratch) }
    Measure.tell("\(name), \(rows) rows", megabytes, "MB")
    Measure.tell(name, megabytes / run.seconds, "MB/s")
    Measure.tell("\(name), of a byte copy's speed", copied / run.seconds * 100, "%")
    Measure.tell("\(name), peak memory", run.peakMegabytes, "MiB")
  }

  private func copySeconds(_ path: String, in scratch: Scratch) throws -> Double {
    let target = scratch.path("copy")
    _ = FileManager.default.createFile(atPath: target, contents: nil)
    let source = try FileHandle(forReadingFrom: URL(filePath: path))
    let copy = try FileHandle(forWritingTo: URL(filePath: target))
    let began = BootClock.now
    while let piece = try source.read(upToCount: 1 << 18), !piece.isEmpty {
      try copy.write(contentsOf: piece)
    }
    try copy.synchronize()
    let seconds = began.duration(to: BootClock.now) / .seconds(1)
    try FileManager.default.removeItem(atPath: target)
    return seconds
  }

  private func write(_ path: String) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    var bytes = Array("id,product,stars,review\n".utf8)
    for row in 0..<rows {
      bytes += "review-\(row),kettle,\(row % 5 + 1),\"It kept me warm, and \"\"cosy\"\" is ".utf8
      bytes += Self.words
      guard bytes.count > 1 << 20 || row == rows - 1 else { continue }
      try file.write(contentsOf: bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try file.close()
  }

  private static let words = Array(
    (String(repeating: "the word for it; caf\u{e9} too, ", count: 5) + "\nindeed\"\n").utf8)
  private static let template = """
    {"model": "claude-4-5-sonnet", "max_tokens": 60,
     "messages": [{"role": "user", "content": "Product: {{product}} Review: {{review}}"}]}
    """
}
