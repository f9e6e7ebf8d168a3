import Basics
import Foundation
import TestTools
import Tokens

/// How far estimates of tokens are off, by kind of text, and how fast they are made.
struct TokensBench {
  private let megabytes: Int

  init(_ sizes: Sizes) {
    megabytes = sizes["--megabytes"] ?? 64
  }

  func run() throws {
    let texts = try CountedText.all()
    let short = try CountedText.short()
    for (vocabulary, model) in CountedText.models {
      tellAccuracy(texts, vocabulary, model, title: vocabulary)
      tellAccuracy(short, vocabulary, model, title: "\(vocabulary), short texts")
    }
    for kind in ["english-prose", "python", "russian", "chinese-simplified"] {
      if let text = texts.first(where: { $0.kind == kind }) { tellSpeed(text) }
    }
  }

  private func tellAccuracy(
    _ texts: [CountedText], _ vocabulary: String, _ model: String, title: String
  ) {
    tell("\(title): true and estimated tokens, error; of characters/4, of bytes/4")
    var sums = [0.0, 0.0, 0.0]
    var squares = 0.0
    var worst = (kind: "", error: 0.0)
    for text in texts {
      guard let truth = text.counts[vocabulary] else { continue }
      let estimate = text.estimate(model)
      let guesses = [estimate, text.text.unicodeScalars.count / 4, text.text.utf8.count / 4]
      let errors = guesses.map { (Double($0) / Double(truth) - 1) * 100 }
      for index in errors.indices { sums[index] += abs(errors[index]) / Double(texts.count) }
      squares += errors[0] * errors[0] / Double(texts.count)
      if abs(errors[0]) > abs(worst.error) { worst = (text.kind, errors[0]) }
      let kind = text.kind.padding(toLength: 20, withPad: " ", startingAt: 0)
      let figures = String(
        format: "%5d %5d %+6.1f %%  %+6.1f %%  %+6.1f %%", truth, estimate, errors[0], errors[1],
        errors[2])
      tell("  \(kind) \(figures)")
    }
    Measure.tell("\(title), mean absolute error", sums[0], "%")
    Measure.tell("\(title), root mean square error", squares.squareRoot(), "%")
    Measure.tell("\(title), worst kind, \(worst.kind)", worst.error, "%")
    Measure.tell("\(title), mean absolute error of characters/4", sums[1], "%")
    Measure.tell("\(title), mean absolute error of bytes/4", sums[2], "%")
  }

  private func tell(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  private func tellSpeed(_ text: CountedText) {
    let body = text.body(model: "gpt-4o")
    let rounds = max(1, megabytes * 1_000_000 / body.count)
    var meter = RequestMeter()
    var outline = JSONOutline()
    var sum = 0
    let measured = seconds(rounds) { sum &+= body.withUnsafeBytes { meter.measure($0).tokensIn } }
    let checked = seconds(rounds) {
      body.withUnsafeBytes { try? outline.read($0, depth: 6) }
      sum &+= outline.nodes.count
    }
    precondition(sum > 0)
    let size = Double(rounds * body.count) / 1e6
    Measure.tell("measured, \(text.kind)", size / measured, "MB/s")
    Measure.tell("JSON check alone, \(text.kind)", size / checked, "MB/s")
    Measure.tell("measured, in times of the JSON check, \(text.kind)", measured / checked, "x")
  }

  /// Processor time, the best of five.
  private func seconds(_ rounds: Int, _ body: () -> Void) -> Double {
    (0..<5).map { _ in
      let earlier = ProcessorTime.own
      for _ in 0..<rounds { body() }
      return ProcessorTime.own - earlier
    }.min()!
  }
}
