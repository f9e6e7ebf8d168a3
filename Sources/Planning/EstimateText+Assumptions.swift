import Basics
import BatchRunner
import Tokens

/// What the figures are based on.
extension EstimateText {
  var assumptions: [String] {
    (["Assumed:"] + (output + input + pricing + timing).flatMap(wrap))
  }

  /// What the output tokens are based on.
  private var output: [String] {
    var texts: [String] = []
    switch forecast.origin {
    case .prior:
      texts.append(
        "Output: there are too few answers to learn from. Likely is \(Int(ForecastDefaults.tokensOut)) tokens "
          + "an answer, or half of its limit if that is less; low is a quarter of likely. --pilot "
          + "or --like gives a better estimate.")
      if forecast.assumesThinking {
        texts.append(
          "Thinking: counted on top for models that think, by reasoning_effort where a job sets it, "
            + "else \(Figure.count(Int(ForecastDefaults.thinking))) tokens. It may be ten times as much."
        )
      }
    case .thisRun, .otherRun:
      let source =
        if case .otherRun(let path) = forecast.origin { "the answers in \(path)" } else {
          "this run's own answers"
        }
      let own = forecast.models.filter { $0.grade == .own }
      let pooled = forecast.models.filter { $0.grade == .pooled }
      if !own.isEmpty {
        let counts = own.prefix(4).map { "\(Self.short($0.model)) \(Figure.count($0.answers))" }
        texts.append(
          "Output and times: from \(source), by model (\(counts.joined(separator: ", "))"
            + (own.count > 4 ? ", …" : "") + "). Low is the lower end of a 95 % interval, if the "
            + "jobs to do are like the ones that are done.")
      }
      if !pooled.isEmpty {
        texts.append(
          "Too few answers from \(names(pooled)): the estimate for "
            + "\(pooled.count == 1 ? "it" : "them") uses \(source) from all models.")
      }
    }
    texts.append(
      "Ceiling: every answer is as long as max_tokens allows\(standardLimit), and every byte of text "
        + "is a token.")
    if !forecast.gaps.isEmpty {
      texts.append("No ceiling: nothing limits \(forecast.gaps.words).")
    }
    if let askingAgain { texts.append(askingAgain) }
    return texts
  }

  /// What the API allows where a job sets no limit; empty if that is not known.
  private var standardLimit: String {
    estimate.standardOut.map { " (\(Figure.count($0)) if a job sets no limit)" } ?? ""
  }

  /// How many answers the ceiling counts for each job; `nil`: one.
  private var askingAgain: String? {
    let answers = forecast.answers
    guard answers.most > 1 else { return nil }
    return "Asking again: the ceiling counts \(answers.most) answers for each job (--max-attempts)"
      + (answers.doubles
        ? ", each with twice the max_tokens of the one before (--retry-truncated)" : "")
      + (answers.areShown ? ", and sends each but the last as input too (--correct)" : "")
      + ". Low and likely count one."
  }

  /// What the input tokens are based on.
  private var input: [String] {
    if forecast.models.contains(where: { $0.grade != .prior }) {
      return [
        "Input: estimated from the text, corrected by the tokens that the answers reported."
      ]
    }
    return ["Input: estimated from the text; low is \(countMargins)."]
  }

  /// `14 % less for gpt-4o, 49 % less for kimi-k2 (its vocabulary is not known)`.
  private var countMargins: String {
    var models: [(percent: Int, models: [ModelForecast])] = []
    for model in forecast.models {
      let percent = Int((model.family.countMargin * 100).rounded())
      if let index = models.firstIndex(where: { $0.percent == percent }) {
        models[index].models.append(model)
      } else {
        models.append((percent, [model]))
      }
    }
    return models.map { percent, models in
      let isUnknown = models.allSatisfy { $0.family == .middle }
      let why =
        isUnknown
        ? models.count == 1
          ? " (its vocabulary is not known)" : " (their vocabularies are not known)" : ""
      return "\(percent) % less for \(names(models))\(why)"
    }.joined(separator: ", ")
  }

  private var pricing: [String] {
    var texts = ["Prices: \(estimate.prices)."]
    if !forecast.unpriced.isEmpty {
      texts.append(
        "No price is known for \(names(forecast.unpriced)): not included in the dollar amounts.")
    }
    if let rate = estimate.creditsPerUSD {
      texts.append(
        "A dollar is \(Figure.credits(rate)) credits, "
          + (estimate.isRateGiven
            ? "as set by --credits-per-usd." : "calculated from this run's answers."))
    }
    return texts
  }

  /// What the times are based on.
  private var timing: [String] {
    let times =
      forecast.origin == .prior
      ? "\(ForecastDefaults.secondsToFirstToken.formattedSeconds) for each answer and "
        + "\(ForecastDefaults.secondsPerToken.formattedSeconds) for each of its tokens; "
      : ""
    let daily = [("--rpd", estimate.plan.requestsPerDay), ("--tpd", estimate.plan.tokensPerDay)]
      .filter { $0.1 != nil }.map(\.0)
    let waits =
      daily.isEmpty
      ? ""
      : " It includes the waits for \(daily.joined(separator: " and ")). A run ends when the next start "
        + "is further away than --max-outage; the same command goes on."
    return ["Time: \(times)no outages and no retries, starting now.\(waits)"]
  }

  /// The names of the first four models, and how many more there are.
  private func names(_ models: [ModelForecast]) -> String {
    let listed = models.prefix(4).map { Self.short($0.model) }.joined(separator: ", ")
    return models.count > 4 ? "\(listed) and \(models.count - 4) more" : listed
  }

  private static func short(_ name: String) -> String { DisplayWidth.fit(name, to: 40) }

  /// The text as a list item: lines of at most 80 columns, the first with a dash. A longer word is
  /// not split.
  private func wrap(_ text: String) -> [String] {
    var lines: [String] = []
    var line = "-"
    for word in text.split(separator: " ") {
      if DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > 80 {
        lines.append(line)
        line = " "
      }
      line += " " + word
    }
    return lines + [line]
  }
}

extension Double {
  /// `1 s`, `0.02 s`.
  fileprivate var formattedSeconds: String {
    self == rounded() ? "\(Int(self)) s" : "\(self) s"
  }
}
