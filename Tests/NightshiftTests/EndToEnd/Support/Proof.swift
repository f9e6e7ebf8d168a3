import Foundation

/// How much is tried: a sample, or all of it where `NIGHTSHIFT_PROOF` is `full`.
enum Proof {
  static let isFull = ProcessInfo.processInfo.environment["NIGHTSHIFT_PROOF"] == "full"
}
