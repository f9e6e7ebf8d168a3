import Testing

@testable import BatchRunner
@testable import Planning
@testable import RunSamples

@Suite struct SurveyTests {
  /// The survey of 100 jobs, some of which are done. They ended in the reverse order of the file.
  private static func survey(done: [Int]) async throws -> Survey {
    let sample = try CheckpointSample(jobs: 100)
    let checkpoint = try sample.checkpoint(try sample.recovery())
    var commit = Checkpoint.Commit()
    for index in done.reversed() {
      commit.succeeded.append(
        try sample.record(
          index,
          body: #"{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":9,"#
            + #""completion_tokens":\#(100 + index)}}"#))
    }
    try await checkpoint.commit(commit)
    try await checkpoint.close(
      status: .interrupted, state: .interrupted, text: "Stopped.", totals: Manifest.Totals())
    var survey = Survey(PriceList(source: "test", prices: ["m": Price(input: 1, output: 1)]))
    let recovery = try sample.recovery()
    try survey.read(sample.jobs.marked(recovery.table), sample.directory)
    return survey
  }

  @Test func `a survey knows where the answers lie between the jobs to do`() async throws {
    let pilot = try await Self.survey(done: (0..<10).map { $0 * 10 + 4 })
    #expect(pilot.workload.count(of: "m") == 90 && pilot.workload.count(of: "other") == 0)
    let spread = try #require(pilot.evidence.models["m"])
    #expect(spread.count == 10 && spread.isSpread(among: 90))
    let begun = try await Self.survey(done: Array(0..<10))
    #expect(try #require(begun.evidence.models["m"]).isSpread(among: 90) == false)
  }

  /// Answers that grow by one token from job to job: their neighbours differ little.
  @Test func `the forecast from a pilot is narrower than that from the first jobs`() async throws {
    func width(_ done: [Int]) async throws -> Double {
      let survey = try await Self.survey(done: done)
      let range = Forecast(survey.workload, survey.evidence, .builtIn).tokensOut
      return range.high - range.low
    }
    let pilot = try await width((0..<10).map { $0 * 10 + 4 })
    // One more in between, and one less at the end: no longer one from each part.
    let uneven = try await width((0..<8).map { $0 * 10 + 4 } + [1, 11])
    #expect(pilot < uneven / 2)
  }
}
