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

  /// What came of the data sets of one kind.
  private struct Score {
    var played = 0
    var heldOut = 0
    var heldCost = 0
    /// The sum of the widths, each beside the true sum.
    var width = 0.0
  }

  let count: Int
  let pilot: Int
  private static let jobs = 2_000
  private static let models = ["gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5"]

  init(count: Int, pilot: Int) {
    self.count = max(4, count)
    self.pilot = max(5, pilot)
  }

  func run() {
    var all = Score()
    for (number, kind) in Lengths.allCases.enumerated() {
      var score = Score()
      for index in 0..<(count / Lengths.allCases.count) {
        play(kind, seed: UInt64(number * 1_000_000 + index), &score)
      }
      tell(kind.rawValue, score)
      all.played += score.played
      all.heldOut += score.heldOut
      all.heldCost += score.heldCost
      all.width += score.width
    }
    tell("all", all)
  }

  private func tell(_ name: String, _ score: Score) {
    func share(_ held: Int) -> Double { Double(held) / Double(max(1, score.played)) * 100 }
    Measure.tell("\(name): tokens out in the 95 % interval", share(score.heldOut), "%")
    Measure.tell("\(name): dollars in the 95 % interval", share(score.heldCost), "%")
    Measure.tell(
      "\(name): width of the interval, of the true sum",
      score.width / Double(max(1, score.played)) * 100, "%")
  }

  private func play(_ kind: Lengths, seed: UInt64, _ score: inout Score) {
    var random = SplitMix64(seed: seed)
    let answers = Self.dataset(kind, &random)
    let order = answers.indices.shuffled(using: &random)
    var evidence = Evidence(.thisRun)
    for index in order.prefix(pilot) {
      let answer = answers[index]
      evidence.add(
        AnswerEvidence.Answer(
          estimatedIn: answer.estimatedIn, tokensIn: answer.tokensIn, tokensOut: answer.tokensOut,
          seconds: 1), model: Self.models[answer.model])
    }
    var workload = Workload()
    var (out, dollars) = (0.0, 0.0)
    for index in order.dropFirst(pilot) {
      let answer = answers[index]
      let model = Self.models[answer.model]
      workload.add(
        RequestSize(model: model, tokensIn: Int(answer.estimatedIn), ceilingOut: 1_000_000))
      out += answer.tokensOut
      dollars +=
        PriceList.builtIn.price(of: model)?.cost(
          tokensIn: Int(answer.tokensIn), tokensOut: Int(answer.tokensOut)) ?? 0
    }
    let forecast = Forecast(workload, evidence, .builtIn)
    score.played += 1
    if (forecast.tokensOut.low...forecast.tokensOut.high).contains(out) { score.heldOut += 1 }
    if let cost = forecast.cost, (cost.low...cost.high).contains(dollars) { score.heldCost += 1 }
    score.width += (forecast.tokensOut.high - forecast.tokensOut.low) / out
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
