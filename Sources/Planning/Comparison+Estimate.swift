import Basics
package import BatchRunner

extension Comparison {
  /// Compares an estimate with what the session really used, at its end.
  ///
  /// The estimate is that of the jobs whose answers told their tokens (`answered`: how many, by
  /// model): a limited, halted or failing session ends others than the average job, and an answer
  /// without counts adds nothing to what was used. `spent` is in US dollars, for this session. `nil`
  /// if no job was answered.
  package init?(
    _ estimate: Estimate, _ progress: RunProgress, answered: [String: Int], spent: Double,
    lasted: Duration, counts: [String: TokenCount] = [:]
  ) {
    let forecast = estimate.forecast
    let succeeded = progress.endedNow - progress.failedNow
    let told = answered.values.reduce(0, +)
    guard succeeded + told > 0, forecast.jobs > 0 else { return nil }
    let isPriced = forecast.unpriced.isEmpty && spent > 0
    let jobs = told > 0 ? answered : ["": succeeded]
    // Jobs that failed took their time too.
    let share = min(1, Double(progress.endedNow) / Double(forecast.jobs))
    let waitsForDay = estimate.likely.limit.isDaily && share < 1
    self.init(
      jobs: forecast.jobs, succeeded: succeeded, answered: told > 0 ? told : succeeded,
      evidence: forecast.origin.word,
      tokensIn: Figure(forecast.likely(\.tokensIn.likely, of: jobs), Double(progress.tokensIn)),
      tokensOut: Figure(forecast.likely(\.tokensOut.likely, of: jobs), Double(progress.tokensOut)),
      usd: isPriced
        ? Figure(forecast.likely({ $0.cost?.likely ?? 0 }, of: jobs), spent) : nil,
      seconds: waitsForDay
        ? nil : Figure(estimate.likely.duration.inSeconds * share, lasted.inSeconds),
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

extension Forecast {
  /// A likely amount of so many jobs, by model. Jobs of a model that the forecast does not have count
  /// as the average of all.
  fileprivate func likely(
    _ amount: (ModelForecast) -> Double, of jobs: [String: Int]
  ) -> Double {
    var sum = 0.0
    var others = jobs.values.reduce(0, +)
    for model in models where model.jobs > 0 {
      let count = jobs[model.model] ?? 0
      sum += amount(model) / Double(model.jobs) * Double(count)
      others -= count
    }
    guard others > 0, self.jobs > 0 else { return sum }
    return sum + models.reduce(0) { $0 + amount($1) } / Double(self.jobs) * Double(others)
  }
}
