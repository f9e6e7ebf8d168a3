import Basics

/// What was estimated when a session began, against what became of it.
package struct Comparison: Codable, Sendable, Equatable {
  package struct Figure: Codable, Sendable, Equatable {
    package let estimated: Double
    package let actual: Double

    /// How much more was estimated than came, in per cent of what came; `nil`: nothing came.
    package var errorPercent: Double? {
      actual > 0 ? StoredNumber.clamped((estimated / actual - 1) * 100) : nil
    }

    private enum CodingKeys: String, CodingKey {
      case estimated, actual
      case errorPercent = "error_percent"
    }

    package init(_ estimated: Double, _ actual: Double) {
      self.estimated = StoredNumber.clamped(estimated)
      self.actual = StoredNumber.clamped(actual)
    }

    package init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        try values.decode(Double.self, forKey: .estimated),
        try values.decode(Double.self, forKey: .actual))
    }

    package func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(estimated, forKey: .estimated)
      try values.encode(actual, forKey: .actual)
      try values.encodeIfPresent(errorPercent, forKey: .errorPercent)
    }
  }

  /// That were to do.
  package let jobs: Int
  package let succeeded: Int
  /// The jobs that the estimated tokens and dollars are for: those whose answers told their tokens.
  /// If no answer did, the succeeded ones.
  package let answered: Int
  /// What the estimate went by.
  package let evidence: String
  package let tokensIn: Figure
  package let tokensOut: Figure
  /// US dollars; `nil`: not every model has a price.
  package let usd: Figure?
  /// `nil`: the estimate includes the wait for the next day, which the session left to the next one.
  package let seconds: Figure?
  /// How good the counts of the requests' own text were: the models with the most answers first.
  package let models: [Model]

  /// The estimator's own error for one model, over the answers that were measured.
  package struct Model: Codable, Sendable, Equatable {
    package let model: String
    package let answers: Int
    package let tokensIn: Figure

    private enum CodingKeys: String, CodingKey {
      case model, answers
      case tokensIn = "tokens_in"
    }

    package init(_ model: String, answers: Int, tokensIn: Figure) {
      self.model = model
      self.answers = answers
      self.tokensIn = tokensIn
    }
  }

  private enum CodingKeys: String, CodingKey {
    case jobs, succeeded, answered, evidence, usd, seconds, models
    case tokensIn = "tokens_in"
    case tokensOut = "tokens_out"
  }

  package init(
    jobs: Int, succeeded: Int, answered: Int, evidence: String, tokensIn: Figure, tokensOut: Figure,
    usd: Figure?, seconds: Figure?, models: [Model] = []
  ) {
    self.jobs = jobs
    self.succeeded = succeeded
    self.answered = answered
    self.evidence = evidence
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
    self.usd = usd
    self.seconds = seconds
    self.models = models
  }

  /// Runs of older versions have no models, and took the estimate for the succeeded jobs.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let succeeded = try values.decode(Int.self, forKey: .succeeded)
    self.init(
      jobs: try values.decode(Int.self, forKey: .jobs), succeeded: succeeded,
      answered: try values.decodeIfPresent(Int.self, forKey: .answered) ?? succeeded,
      evidence: try values.decode(String.self, forKey: .evidence),
      tokensIn: try values.decode(Figure.self, forKey: .tokensIn),
      tokensOut: try values.decode(Figure.self, forKey: .tokensOut),
      usd: try values.decodeIfPresent(Figure.self, forKey: .usd),
      seconds: try values.decodeIfPresent(Figure.self, forKey: .seconds),
      models: try values.decodeIfPresent([Model].self, forKey: .models) ?? [])
  }
}
