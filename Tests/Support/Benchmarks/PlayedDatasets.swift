import Basics
import BatchRunner
import Foundation
import Planning
import Tokens

/// How often the 95 % interval of an estimate held, over data sets whose answers are known: a pilot of
/// each is drawn at random, the rest is forecast from it.
struct PlayedDatasets {
  /// How the lengths of answers are spread.
  enum Lengths: String, CaseIterable {
    case logNormal = "log-normal"
    case mixed = "mixed"
    case twoHumped = "two-humped"
    case drifting = "drifting along the file"
  }

  /// One answer of a data set.
  private struct Answer {
    let model: Int
    let estimatedIn: Double
    let tokensIn: Double
    let tokensOut: Double
  }

  /// How often the interval of one amount held, and how wide it was.
  private struct Score {
    private var held = 0
    /// The sum of the widths, each as a share of the true amount.
    private var width = 0.0

    mutating func add(_ range: ForecastRange, truth: Double) {
      if (range.low...range.high).contains(truth) { held += 1 }
      width += (range.high - range.low) / truth
    }

    mutating func add(_ other: Score) {
      held += other.held
      width += other.width
    }

    func words(of played: Int) -> String {
      func percent(_ share: Double) -> String {
        String(format: "%.1f %%", share / Double(max(1, played)) * 100)
      }
      return "held in \(percent(Double(held))), mean width \(percent(width))"
    }
  }

  /// Data sets of each kind.
  let count: Int
  let pilot: Int
  /// Makes the data sets and the draws. Each base gives others.
  let base: Int
  private static let jobs = 2_000
  private static let models = ["gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5"]
  private static let prices = models.map {
    PriceList.builtIn.price(of: $0) ?? Price(input: 0, output: 0)
  }

  init(count: Int, pilot: Int, base: Int?) {
    self.count = max(1, count)
    self.pilot = max(5, pilot)
    self.base = base ?? .random(in: 1...999_999_999)
  }

  func run() {
    print("95 % intervals of pilots of \(pilot), \(count) data sets of each kind, base \(base)")
    var all = (out: Score(), dollars: Score())
    for (number, kind) in Lengths.allCases.enumerated() {
      var score = (out: Score(), dollars: Score())
      for index in 0..<count {
        var seeds = SplitMix64(seed: UInt64(truncatingIfNeeded: base))
        let seed = seeds.next() &+ UInt64(number * 1_000_000_007 + index)
        play(kind, seed: seed, &score.out, &score.dollars)
      }
      tell(kind.rawValue, score, played: count)
      all.out.add(score.out)
      all.dollars.add(score.dollars)
    }
    tell("all", all, played: count * Lengths.allCases.count)
  }

  private func tell(_ name: String, _ score: (out: Score, dollars: Score), played: Int) {
    print("\(name), \(played) data sets:")
    print("  tokens out \(score.out.words(of: played))")
    print("  dollars    \(score.dollars.words(of: played))")
  }

  private func play(
    _ kind: Lengths, seed: UInt64, _ ofOut: inout Score, _ ofDollars: inout Score
  ) {
    var random = SplitMix64(seed: seed)
    let answers = Self.dataset(kind, &random)
    let drawn = draw(answers, &random)
    var evidence = Evidence(.thisRun)
    var workload = Workload()
    var (out, dollars) = (0.0, 0.0)
    for (index, answer) in answers.enumerated() {
      let model = Self.models[answer.model]
      let cost = Self.prices[answer.model].cost(
        tokensIn: Int(answer.tokensIn), tokensOut: Int(answer.tokensOut))
      if drawn.contains(index) {
        evidence.add(
          AnswerEvidence.Answer(
            estimatedIn: answer.estimatedIn, tokensIn: answer.tokensIn,
            tokensOut: answer.tokensOut, seconds: 1, cost: (cost, cost)),
          model: model, at: workload.count(of: model))
      } else {
        workload.add(
          RequestSize(model: model, tokensIn: Int(answer.estimatedIn), ceilingOut: 1_000_000))
        out += answer.tokensOut
        dollars += cost
      }
    }
    let forecast = Forecast(workload, evidence, .builtIn)
    ofOut.add(forecast.tokensOut, truth: out)
    if let cost = forecast.cost { ofDollars.add(cost, truth: dollars) }
  }

  /// As `run --pilot` draws them.
  private func draw(_ answers: [Answer], _ random: inout SplitMix64) -> Set<Int> {
    let byModel = Self.models.indices.map { model in
      answers.indices.filter { answers[$0].model == model }
    }
    let shares = PilotSample.shares(pilot, of: byModel.map(\.count))
    var drawn = Set<Int>()
    for (jobs, share) in zip(byModel, shares) {
      for position in PilotSample.positions(share, of: jobs.count, using: &random) {
        drawn.insert(jobs[position])
      }
    }
    return drawn
  }

  /// Half of the data sets have one model, the others three in shares that differ.
  private static func dataset(_ kind: Lengths, _ random: inout SplitMix64) -> [Answer] {
    let sigma = Double.random(in: 0.3...1.2, using: &random)
    let median = Double.random(in: 40...800, using: &random)
    let isMixed = Bool.random(using: &random)
    let shares = isMixed ? [0.6, 0.9] : [1, 1]
    return (0..<jobs).map { index in
      let draw = Double.random(in: 0..<1, using: &random)
      let model = draw < shares[0] ? 0 : draw < shares[1] ? 1 : 2
      let estimated = (median * exp(normal(&random) * 0.6) + 20).rounded()
      var out = median * Double(model + 1) * exp(normal(&random) * sigma)
      switch kind {
      case .logNormal: break
      case .mixed where index % 10 < 3: out = 5 + estimated * 0.5
      case .mixed: break
      case .twoHumped where Double.random(in: 0..<1, using: &random) < 0.15: out *= 8
      case .twoHumped: break
      case .drifting: out *= 0.5 + 1.5 * Double(index) / Double(jobs)
      }
      return Answer(
        model: model, estimatedIn: estimated,
        tokensIn: (estimated * (1.05 + 0.05 * normal(&random))).rounded(),
        tokensOut: max(1, min(out, 100_000)).rounded())
    }
  }

  /// By Box and Muller.
  private static func normal(_ random: inout SplitMix64) -> Double {
    let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &random))).squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
  }
}
