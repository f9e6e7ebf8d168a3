import Basics
package import BatchRunner

/// Answers whose reported cost is not what the price list gives, in JSON output.
package struct SpendDifferencesJSON: Encodable, Sendable {
  private let answers: Int
  private let reportedUsd: Double
  private let listedUsd: Double

  /// `nil`: there are none.
  package init?(_ spend: Spend) {
    guard spend.differences.answers > 0 else { return nil }
    answers = spend.differences.answers
    reportedUsd = spend.differences.reported.dollars
    listedUsd = spend.differences.listed.dollars
  }
}
