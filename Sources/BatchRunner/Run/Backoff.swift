/// Exponential backoff with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog,
/// 2015): a wait drawn evenly between nothing and a ceiling that doubles.
package struct Backoff: Sendable, Equatable {
  package var base: Duration = .seconds(1)
  package var cap: Duration = .seconds(60)

  package init() {}

  /// The longest wait after so many failures, from 1.
  package func ceiling(afterFailures failures: Int) -> Duration {
    min(cap, base * (1 << min(max(failures, 1) - 1, 30)))
  }

  package func wait(
    afterFailures failures: Int, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    ceiling(afterFailures: failures) * Double.random(in: 0...1, using: &generator)
  }
}
