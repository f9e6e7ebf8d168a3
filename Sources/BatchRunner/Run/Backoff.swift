/// Exponential backoff with full jitter: a random wait between zero and a ceiling that doubles with
/// each failure.
///
/// Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
package struct Backoff: Sendable, Equatable {
  /// The ceiling after the first failure.
  package var base: Duration = .seconds(1)
  /// The ceiling never grows beyond this.
  package var cap: Duration = .seconds(60)

  package init() {}

  /// The longest wait after this many failures, counted from 1.
  package func ceiling(afterFailures failures: Int) -> Duration {
    min(cap, base * (1 << min(max(failures, 1) - 1, 30)))
  }

  /// A random wait between zero and ``ceiling(afterFailures:)``, so that clients do not retry in
  /// step.
  package func wait(
    afterFailures failures: Int, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    ceiling(afterFailures: failures) * Double.random(in: 0...1, using: &generator)
  }
}
