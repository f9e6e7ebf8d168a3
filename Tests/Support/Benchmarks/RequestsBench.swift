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
      var bare: [Rate] = []
      var real: [Rate] = []
      for round in 1...Self.rounds {
        bare.append(try bareRate(bodies))
        bare[round - 1].tell("bare loop, round \(round)")
        real.append(try realRate(path, directory: "round\(round).run", in: scratch))
        real[round - 1].tell("nightshift run, round \(round)")
      }
      compare(bare, real)
    }
  }

  private func compare(_ bare: [Rate], _ real: [Rate]) {
    let (least, ours) = (Rate.median(bare), Rate.median(real))
    least.tell("bare loop, median")
    ours.tell("nightshift run, median")
    Measure.tell("ratio", ours.perSecond / least.perSecond, "of the bare loop")
    Measure.tell(
      "ratio of processor time", ours.microsecondsEach / least.microsecondsEach, "times")
  }

  private func bareRate(_ bodies: Bodies) throws -> Rate {
    let server = try ServerProcess()
    let loop = BareLoop(
      bodies, url: server.baseURL + "/chat/completions", concurrency: concurrency)
    let rate = loop.run()
    _ = try server.stop()
    return rate
  }

  /// The whole life of the process counts, from its start to its end.
  private func realRate(_ path: String, directory: String, in scratch: Scratch) throws -> Rate {
    let seen = try SeenRun(
      [path], in: scratch, directory: directory, concurrency: concurrency)
    return Rate(
      requests: seen.received, seconds: seen.run.seconds,
      processorSeconds: seen.run.processorSeconds)
  }
}
