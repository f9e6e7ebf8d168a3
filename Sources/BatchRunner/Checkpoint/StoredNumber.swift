package import Basics

/// The numbers that are believed when a file of a run directory is read, in one place.
///
/// A server or a damaged file can put any number there. What is out of range is clamped, or counts
/// as not told, so that sums over any number of lines stay far from overflow.
package enum StoredNumber {
  /// Jobs, lines, attempts and the like.
  private static let largestCount = 1_000_000_000_000
  /// A century: no time between two events is longer.
  static let mostMilliseconds = 100 * 366 * 86_400_000
  /// Credits, dollars, seconds.
  private static let largestAmount = 1e15

  /// 0 where there is none.
  static func count(_ value: Int?) -> Int {
    min(max(0, value ?? 0), largestCount)
  }

  static func milliseconds(_ value: Int) -> Int {
    min(max(0, value), mostMilliseconds)
  }

  /// What one attempt was billed.
  static func money(_ nanodollars: Int) -> Money {
    min(Money(nanodollars: nanodollars), .most)
  }

  /// Of what was read; stops at a thousand million dollars, far from overflow.
  package static func sum(_ left: Money, _ right: Money) -> Money {
    min(left + right, Money(nanodollars: 1_000_000_000_000_000_000))
  }

  /// `nil`: no such number of tokens is believed.
  static func tokens(_ value: Int?) -> Int? {
    value.flatMap { (0...TokenUsage.mostTokens).contains($0) ? $0 : nil }
  }

  /// Tokens in and out of one attempt; 0 where there are none.
  static func tokensAtMost(_ value: Int?) -> Int {
    min(max(0, value ?? 0), 2 * TokenUsage.mostTokens)
  }

  /// The length of a rate window in seconds, by which others are divided.
  static func window(_ seconds: Double?) -> Double {
    min(max(0.001, clamped(seconds ?? 60)), 1e9)
  }

  /// `nil`: it is no number, or too large.
  static func amount(_ value: Double?) -> Double? {
    value.flatMap { abs($0) <= largestAmount ? $0 : nil }
  }

  /// What is no number counts as 0.
  static func clamped(_ value: Double) -> Double {
    value.isNaN ? 0 : min(max(-largestAmount, value), largestAmount)
  }
}
