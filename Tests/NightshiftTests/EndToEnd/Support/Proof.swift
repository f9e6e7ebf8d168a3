import Foundation

/// How many cases are tried: all of them if `NIGHTSHIFT_PROOF` is `full`, else a sample.
enum Proof {
  static let isFull = ProcessInfo.processInfo.environment["NIGHTSHIFT_PROOF"] == "full"
}
