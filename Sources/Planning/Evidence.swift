import BatchRunner

/// The finished answers on which a forecast is based, by model, and where they come from.
package struct Evidence: Sendable, Equatable {
  /// Where the answers come from.
  package enum Origin: Sendable, Equatable {
    /// From the run that is forecast.
    case thisRun
    /// From the run with this path (`--like`).
    case otherRun(String)
    /// There are no answers; the forecast uses ``ForecastDefaults``.
    case prior
  }

  /// Which answers are used for one model. The raw value appears in JSON output.
  package enum Grade: String, Sendable {
    /// The model's own answers.
    case own = "own answers"
    /// The answers of all models, because the model has too few of its own.
    case pooled = "answers of all models"
    /// None, because there are too few answers; ``ForecastDefaults`` is used.
    case prior = "assumption"
  }

  package private(set) var origin: Origin
  /// By model name: as the request spells it for this run, without its vendor for another run.
  package private(set) var models: [String: AnswerEvidence] = [:]
  /// The answers of all models together.
  package private(set) var all = AnswerEvidence()

  package init(_ origin: Origin = .prior) {
    self.origin = origin
  }

  /// `position`: how many jobs of the model that are to do come before the answer's job; `nil`: not
  /// known.
  package mutating func add(
    _ answer: AnswerEvidence.Answer, model: String, at position: Int? = nil
  ) {
    models[model, default: AnswerEvidence()].add(answer, at: position)
    all.add(answer)
  }

  /// Whether there are enough answers, of all models together, to base a forecast on.
  package var isEnough: Bool { all.count >= AnswerEvidence.minimumCount }

  /// The best available answers for a model: its own, those of all models, or none.
  ///
  /// Another run may spell the model's name differently, so `openai/gpt-5` also matches `gpt-5`.
  package func best(for model: String) -> (evidence: AnswerEvidence, grade: Grade) {
    let own = models[model] ?? models[Self.withoutVendor(model)]
    if let own, own.count >= AnswerEvidence.minimumCount { return (own, .own) }
    return isEnough ? (all, .pooled) : (AnswerEvidence(), .prior)
  }

  /// The part of the name after its last slash: `gpt-5` for `openai/gpt-5`.
  static func withoutVendor(_ model: String) -> String {
    String(model.split(separator: "/").last ?? Substring(model))
  }
}
