import Tokens

/// How far an interval reaches below and above the likely amount.
struct ForecastMargins: Sendable, Equatable {
  var below = 0.0
  var above = 0.0

  init() {}

  init(below: Double, above: Double) {
    self.below = below
    self.above = above
  }

  /// Of amounts that are wrong together.
  static func + (left: ForecastMargins, right: ForecastMargins) -> ForecastMargins {
    ForecastMargins(below: left.below + right.below, above: left.above + right.above)
  }

  /// Of amounts whose errors do not depend on each other: the root of the sum of the squares.
  func independent(of other: ForecastMargins) -> ForecastMargins {
    ForecastMargins(
      below: (below * below + other.below * other.below).squareRoot(),
      above: (above * above + other.above * other.above).squareRoot())
  }
}

/// Why a forecast amount may be off, by cause, so that the errors of models can be added up.
///
/// - Own answers: the errors of different models are independent.
/// - Token counts: a family of models counts tokens in one way, so its errors are the same for all of
///   its models, and independent of those of other families.
/// - Everything else is common to all models: answers of all models, or an assumption.
struct ForecastError: Sendable, Equatable {
  private var ownAnswers = SamplingError()
  private var counts: [TokenFamily: ForecastMargins] = [:]
  private var common = ForecastMargins()

  /// No error.
  init() {}

  init(ownAnswers: SamplingError) { self.ownAnswers = ownAnswers }

  init(common: ForecastMargins) { self.common = common }

  /// Of an amount that is proportional to the tokens in of models of one family, as estimated.
  init(countOf family: TokenFamily, amount: Double) {
    let margin = amount * family.countMargin
    counts[family] = ForecastMargins(below: margin, above: margin)
  }

  static func + (left: ForecastError, right: ForecastError) -> ForecastError {
    var sum = left
    sum.ownAnswers = sum.ownAnswers + right.ownAnswers
    sum.counts.merge(right.counts, uniquingKeysWith: +)
    sum.common = sum.common + right.common
    return sum
  }

  /// Of the 95 % interval. Common errors may be those of the others too, so they are added in full.
  var margins: ForecastMargins {
    common
      + counts.values.reduce(ownAnswers.margins) { $0.independent(of: $1) }
  }
}

extension TokenFamily {
  /// How far the true tokens in are from the estimate in 95 of 100 job files, as a share of the
  /// estimate.
  var countMargin: Double { SamplingError.normalQuantile * relativeError }
}
