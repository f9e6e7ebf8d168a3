import BatchRunner

/// What a forecast goes by: answers by model, and where they come from.
package struct Evidence: Sendable, Equatable {
  package enum Origin: Sendable, Equatable {
    /// Answers of the run that is forecast.
    case thisRun
    /// Answers of another run (`--like`), by its path.
    case otherRun(String)
    /// None: an assumption.
    case prior
  }

  /// Which answers speak for a model.
  package enum Grade: String, Sendable {
    /// Its own.
    case own = "own answers"
    /// Those of all models, since it has too few of its own.
    case pooled = "answers of all models"
    case prior = "assumption"
  }

  package private(set) var origin: Origin
  /// By the model that the request names.
  package private(set) var models: [String: AnswerEvidence] = [:]
  package private(set) var all = AnswerEvidence()

  package init(_ origin: Origin = .prior) {
    self.origin = origin
  }

  package mutating func add(_ answer: AnswerEvidence.Answer, model: String) {
    models[model, default: AnswerEvidence()].add(answer)
    all.add(answer)
  }

  package var isEnough: Bool { all.count >= AnswerEvidence.fewest }

  /// The best there is for a model. Another run's names may be spelt otherwise, so that the last
  /// part of a name counts too: `openai/gpt-5` is `gpt-5`.
  package func best(for model: String) -> (evidence: AnswerEvidence, grade: Grade) {
    if let own = models[model] ?? models[Self.plain(model)], own.count >= AnswerEvidence.fewest {
      return (own, .own)
    }
    return isEnough ? (all, .pooled) : (AnswerEvidence(), .prior)
  }

  package static func plain(_ model: String) -> String {
    String(model.split(separator: "/").last ?? Substring(model))
  }
}
