import Basics

/// The counters of a sandbox. They count chat requests only.
package struct SandboxStats: Sendable, Equatable {
  /// The counts for one body or one idempotency key.
  package struct Copies: Sendable, Equatable {
    package internal(set) var received: UInt32 = 0
    /// Passed the checks of key, limits and balance.
    package internal(set) var accepted: UInt32 = 0
    package internal(set) var charged: UInt32 = 0
  }

  /// All requests, whatever their answers.
  package internal(set) var received = 0
  /// Passed the checks of key, limits and balance.
  package internal(set) var accepted = 0
  package internal(set) var charged = 0
  /// Refused because of a missing or wrong key.
  package internal(set) var keyRefused = 0
  /// Refused with a 429 because of the rate limit.
  package internal(set) var overRate = 0
  /// Refused with a 429 because of the concurrency limit.
  package internal(set) var overConcurrency = 0
  /// Refused because the balance was too low.
  package internal(set) var unaffordable = 0
  /// Affected by a fault of the scenario or by an outage.
  package internal(set) var faults = 0
  /// Got a whole response.
  package internal(set) var answered = 0
  package internal(set) var answeredByStatus: [Int: Int] = [:]
  /// The client closed the connection before its answer was written.
  package internal(set) var abandoned = 0
  package internal(set) var inputTokens = 0
  package internal(set) var outputTokens = 0
  /// The most requests within one window's length, refused ones included.
  package internal(set) var largestWindow = 0
  /// The most requests within one window's length that the limits allowed.
  package internal(set) var largestAcceptedWindow = 0
  /// Requests at this moment.
  package internal(set) var concurrency = 0
  package internal(set) var largestConcurrency = 0
  /// The balance; `nil`: unlimited.
  package internal(set) var credits: Double?
  /// By ``XXHash64`` of the body, byte for byte.
  package internal(set) var byBody: [UInt64: Copies] = [:]
  /// By ``XXHash64`` of the header.
  package internal(set) var byIdempotencyKey: [UInt64: Copies] = [:]

  package init() {}

  package func copies(of body: [UInt8]) -> Copies {
    byBody[body.withUnsafeBytes { XXHash64.hash($0) }] ?? Copies()
  }

  /// How many accepted requests were not the first accepted one with their body.
  package var duplicates: Int {
    byBody.values.reduce(0) { $0 + max(0, Int($1.accepted) - 1) }
  }

  /// How many charged requests were not the first charged one with their body.
  package var chargedTwice: Int {
    byBody.values.reduce(0) { $0 + max(0, Int($1.charged) - 1) }
  }
}
