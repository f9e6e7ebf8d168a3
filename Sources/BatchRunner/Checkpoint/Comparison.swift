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

  /// That were to do; the estimate is taken by the share of them that succeeded.
  package let jobs: Int
  package let succeeded: Int
  /// What the estimate went by.
  package let evidence: String
  package let tokensIn: Figure
  package let tokensOut: Figure
  /// US dollars; `nil`: not every model has a price.
  package let usd: Figure?
  package let seconds: Figure

  private enum CodingKeys: String, CodingKey {
    case jobs, succeeded, evidence, usd, seconds
    case tokensIn = "tokens_in"
    case tokensOut = "tokens_out"
  }

  package init(
    jobs: Int, succeeded: Int, evidence: String, tokensIn: Figure, tokensOut: Figure, usd: Figure?,
    seconds: Figure
  ) {
    self.jobs = jobs
    self.succeeded = succeeded
    self.evidence = evidence
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
    self.usd = usd
    self.seconds = seconds
  }
}
