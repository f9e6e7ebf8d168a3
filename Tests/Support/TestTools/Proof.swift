import Foundation

/// How many cases are tried: all of them if `NIGHTSHIFT_PROOF` is `full`, else a sample.
package enum Proof {
  package static let isFull = ProcessInfo.processInfo.environment["NIGHTSHIFT_PROOF"] == "full"

  /// How many random cases are tried.
  package static func count(_ sample: Int, full: Int) -> Int { isFull ? full : sample }
}
