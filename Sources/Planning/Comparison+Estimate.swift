import Basics
package import BatchRunner

extension Comparison {
  /// Compares an estimate with what the session really used, at its end.
  ///
  /// `spent` is in US dollars, for this session. The estimate is scaled to the jobs that succeeded.
  /// `nil` if no job succeeded.
  package init?(
    _ estimate: Estimate, _ progress: RunProgress, spent: Double, lasted: Duration,
    counts: [String: TokenCount] = [:]
  ) {
    let forecast = estimate.forecast
    let succeeded = progress.endedNow - progress.failedNow
    guard succeeded > 0, forecast.jobs > 0 else { return nil }
    // A limited or interrupted session finishes only a part of the estimated jobs.
    let share = min(1, Double(succeeded) / Double(forecast.jobs))
    let isPriced = forecast.unpriced.isEmpty && spent > 0
    self.init(
      jobs: forecast.jobs, succeeded: succeeded, evidence: forecast.origin.word,
      tokensIn: Figure(forecast.tokensIn.likely * share, Double(progress.tokensIn)),
      tokensOut: Figure(forecast.tokensOut.likely * share, Double(progress.tokensOut)),
      usd: isPriced ? forecast.cost.map { Figure($0.likely * share, spent) } : nil,
      seconds: Figure(estimate.likely.duration.inSeconds * share, lasted.inSeconds),
      models: Self.models(counts))
  }

  private static func models(_ counts: [String: TokenCount]) -> [Model] {
    counts.sorted { ($1.value.answers, $0.key) < ($0.value.answers, $1.key) }.map { name, count in
      Model(
        name, answers: count.answers,
        tokensIn: Figure(Double(count.estimated), Double(count.actual)))
    }
  }
}
