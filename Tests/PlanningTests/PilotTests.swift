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
        let sample = try PilotSample.draw(
          50, from: [file], retriesFailed: false, seed: seed * 100 + draw)[0]
        #expect(sample.count == 50)
        var evidence = Evidence(.thisRun)
        var workload = Workload()
        for index in jobs.indices {
          if sample.contains(index) {
            let model = sizes[index].model
            evidence.add(
              AnswerEvidence.Answer(
                estimatedIn: Double(sizes[index].tokensIn), tokensIn: Double(answers[index].in),
                tokensOut: Double(answers[index].out), seconds: 1,
                cost: (costs[index], costs[index])),
              model: model, at: workload.count(of: model))
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

  /// Of 40 jobs 14 are for one model and 26 for the other, and their square roots are as 3.7 to 5.1.
  @Test func `each model has its share of a pilot, and its jobs have the same chance`() throws {
    let folder = TemporaryFolder()
    let file = try Self.jobs(40, in: folder)
    var counts = Array(repeating: 0, count: 40)
    for seed in 1...2000 as ClosedRange<UInt64> {
      let drawn = try PilotSample.draw(10, from: [file], retriesFailed: false, seed: seed)[0]
      #expect(drawn.count { $0 % 3 == 0 } == 4 && drawn.count == 10)
      for index in drawn { counts[index] += 1 }
    }
    // Expected: 4/14 and 6/26 of 2,000. Five standard deviations are 101 and 94.
    for (index, count) in counts.enumerated() {
      #expect((index % 3 == 0 ? 470...673 : 367...556).contains(count), "\(index): \(count)")
    }
  }

  @Test func `a pilot draws one job from each of equal parts of the file`() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let drawn = PilotSample.positions(7, of: 100, using: &generator)
      // Two jobs are in no part, so each of the 7 parts of 14 may begin up to two jobs later.
      for (part, position) in drawn.enumerated() {
        #expect((part * 14..<(part + 1) * 14 + 2).contains(position))
      }
      #expect(drawn == drawn.sorted() && Set(drawn).count == 7)
    }
    #expect(PilotSample.positions(5, of: 5, using: &generator) == [0, 1, 2, 3, 4])
  }

  @Test(
    arguments: [
      (50, [2000], [50]), (50, [1200, 600, 200], [23, 17, 10]), (10, [6], [6]),
      (10, [3, 10_000, 0], [0, 10, 0]), (10, [2, 2, 2, 10_000], [0, 0, 0, 10]),
      (3, [9, 9, 9, 9, 9], [1, 1, 1, 0, 0]), (12, [1, 4, 100], [1, 2, 9]),
      (100, [1, 4, 100], [1, 4, 95]), (0, [5], [0]), (5, [], []),
    ])
  func `shares of a pilot are in proportion to the square roots of the jobs`(
    count: Int, jobs: [Int], shares: [Int]
  ) {
    #expect(PilotSample.shares(count, of: jobs) == shares)
  }

  @Test func `a pilot draws only jobs to do, and all of them if there are too few`() throws {
    let folder = TemporaryFolder()
    var file = try Self.jobs(6, in: folder)
    var table = file.table
    table[state: 0] = .succeeded
    table[state: 1] = .failed
    file = file.marked(table)
    let drawn = try PilotSample.draw(10, from: [file], retriesFailed: false, seed: 1)
    #expect(drawn == [Set([2, 3, 4, 5])])
    let again = try PilotSample.draw(10, from: [file], retriesFailed: true, seed: 1)
    #expect(again == [Set([1, 2, 3, 4, 5])])
  }
}
