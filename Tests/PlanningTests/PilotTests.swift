import Basics
import SandboxAPI
import TestTools
import Testing
import Tokens

@testable import BatchRunner
@testable import Planning

@Suite(.timeLimit(.minutes(5))) struct PilotTests {
  private static let prices = PriceList(
    source: "test",
    prices: ["small": Price(input: 0.25, output: 2), "large": Price(input: 3, output: 15)])

  private static func jobs(_ count: Int, in folder: TemporaryFolder) throws -> JobFile {
    var generator = SplitMix64(seed: 7)
    let lines = (0..<count).map { index in
      let words = Int.random(in: 5...400, using: &generator)
      let text = String(repeating: "word ", count: words) + "\(index)"
      let model = index % 3 == 0 ? "large" : "small"
      return
        #"{"model":"\#(model)","messages":[{"role":"user","content":"\#(text)"}],"max_tokens":900}"#
    }
    return try JobFile(try folder.file("jobs.jsonl", lines.joined(separator: "\n") + "\n"))
  }

  /// The tokens of a simulated API's answer to each job.
  private static func answers(_ jobs: [Job], seed: UInt64) throws -> [(in: Int, out: Int)] {
    var scenario = Scenario()
    scenario.seed = seed
    scenario.outputTokens = .logNormal(median: 150, sigma: 0.7)
    var state = SandboxState(scenario, startedAt: MonotonicInstant(nanoseconds: 0))
    var answers: [(in: Int, out: Int)] = []
    for job in jobs {
      let answer = state.receive(
        .post, "/v1/chat/completions", key: nil, body: job.body,
        at: MonotonicInstant(nanoseconds: 0),
        unixSeconds: 0)
      state.finish(answer)
      let body = ResponseBody(answer.body)
      let tokensIn = try #require(body.answer.tokensIn)
      answers.append((tokensIn, try #require(body.answer.tokensOut)))
    }
    return answers
  }

  /// Ten sets of answers with ten pilots each.
  @Test func `the 95 % interval of a pilot with 50 of 2,000 jobs contains the true cost`() throws {
    let folder = TemporaryFolder()
    let file = try Self.jobs(2000, in: folder)
    let prices = Self.prices
    var reader = JobReader(file, number: 0)
    var jobs: [Job] = []
    while let job = try reader.next(where: { _ in true }) { jobs.append(job) }
    var meter = RequestMeter()
    let sizes = jobs.map { job in job.body.withUnsafeBytes { meter.measure($0) } }
    var inside = 0
    var widths = 0.0
    for seed in 1...10 as ClosedRange<UInt64> {
      let answers = try Self.answers(jobs, seed: seed)
      let costs: [Double] = zip(sizes, answers).map { size, answer in
        prices.price(of: size.model)?.cost(tokensIn: answer.in, tokensOut: answer.out) ?? 0
      }
      let truth: Double = costs.reduce(0, +)
      for draw in 1...10 as ClosedRange<UInt64> {
        let sample = PilotSample.draw(
          50, from: [file], retriesFailed: false, seed: seed * 100 + draw)[0]
        #expect(sample.count == 50)
        var evidence = Evidence(.thisRun)
        var workload = Workload()
        for index in jobs.indices {
          if sample.contains(index) {
            evidence.add(
              AnswerEvidence.Answer(
                estimatedIn: Double(sizes[index].tokensIn), tokensIn: Double(answers[index].in),
                tokensOut: Double(answers[index].out), seconds: 1), model: sizes[index].model)
          } else {
            workload.add(sizes[index])
          }
        }
        let left = try #require(Forecast(workload, evidence, Self.prices).cost)
        let spent: Double = sample.reduce(0) { $0 + costs[$1] }
        let total = left + spent
        if total.low <= truth, truth <= total.high { inside += 1 }
        widths += (total.high - total.low) / truth
      }
    }
    print(
      "pilot: \(inside) of 100 intervals contain the true cost; mean width \(Int(widths)) % of it")
    #expect(inside >= 90)
    // In percent, on average: very wide intervals would always contain the true cost.
    #expect(widths < 85)
  }

  @Test func `every job has the same chance to be drawn`() throws {
    let folder = TemporaryFolder()
    let file = try Self.jobs(40, in: folder)
    var counts = Array(repeating: 0, count: 40)
    for seed in 1...2000 as ClosedRange<UInt64> {
      for index in PilotSample.draw(10, from: [file], retriesFailed: false, seed: seed)[0] {
        counts[index] += 1
      }
    }
    // Each is expected 500 times; five standard deviations are 97.
    #expect(counts.allSatisfy { (403...597).contains($0) })
  }

  @Test func `a pilot draws only jobs to do, and all of them if there are too few`() throws {
    let folder = TemporaryFolder()
    var file = try Self.jobs(6, in: folder)
    var table = file.table
    table[state: 0] = .succeeded
    table[state: 1] = .failed
    file = file.marked(table)
    let drawn = PilotSample.draw(10, from: [file], retriesFailed: false, seed: 1)
    #expect(drawn == [Set([2, 3, 4, 5])])
    let again = PilotSample.draw(10, from: [file], retriesFailed: true, seed: 1)
    #expect(again == [Set([1, 2, 3, 4, 5])])
  }
}
