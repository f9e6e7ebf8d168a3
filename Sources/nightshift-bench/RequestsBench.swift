import BatchRunner

/// How fast requests go through, beside a bare libcurl loop.
struct RequestsBench {
  private let jobs: Int
  private let concurrency: Int
  private static let rounds = 3

  init(_ sizes: Sizes) {
    jobs = sizes["--jobs"] ?? 40_000
    concurrency = sizes["--concurrency"] ?? 100
  }

  func run() async throws {
    try await Scratch.within { scratch in
      let path = scratch.path("jobs.jsonl")
      try JobLines(count: jobs).write(to: path)
      let bodies = try Bodies(try JobFile(path))
      var bare: [Double] = []
      var real: [Double] = []
      for round in 1...Self.rounds {
        bare.append(try bareRate(bodies))
        Measure.tell("bare loop, round \(round)", bare[round - 1], "requests/s")
        real.append(try realRate(path, directory: "round\(round).run", in: scratch))
        Measure.tell("nightshift run, round \(round)", real[round - 1], "requests/s")
      }
      Measure.tell("bare loop, median", Measure.median(bare), "requests/s")
      Measure.tell("nightshift run, median", Measure.median(real), "requests/s")
      Measure.tell("ratio", Measure.median(real) / Measure.median(bare), "of the bare loop")
    }
  }

  private func bareRate(_ bodies: Bodies) throws -> Double {
    let server = try ServerProcess()
    let loop = BareLoop(
      bodies, url: server.baseURL + "/chat/completions", concurrency: concurrency)
    let rate = loop.run()
    _ = try server.stop()
    return rate
  }

  /// The whole life of the process counts, from its start to its end.
  private func realRate(_ path: String, directory: String, in scratch: Scratch) throws -> Double {
    let seen = try SeenRun(
      [path], in: scratch, directory: directory, concurrency: concurrency)
    return Double(seen.received) / seen.run.seconds
  }
}
