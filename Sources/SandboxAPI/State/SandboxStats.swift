import Basics

/// What a sandbox has counted of its chat requests.
package struct SandboxStats: Sendable, Equatable {
  /// How often one body, or one idempotency key, came.
  package struct Copies: Sendable, Equatable {
    package internal(set) var received: UInt32 = 0
    /// Let through by key, limits and balance.
    package internal(set) var accepted: UInt32 = 0
    package internal(set) var charged: UInt32 = 0
  }

  /// Everything that came, whatever became of it.
  package internal(set) var received = 0
  package internal(set) var accepted = 0
  package internal(set) var charged = 0
  package internal(set) var keyRefused = 0
  package internal(set) var overRate = 0
  package internal(set) var overConcurrency = 0
  /// Turned away since the credits did not suffice.
  package internal(set) var unaffordable = 0
  /// Met with a fault of the scenario, or with an outage.
  package internal(set) var faults = 0
  /// Written whole.
  package internal(set) var answered = 0
  package internal(set) var answeredByStatus: [Int: Int] = [:]
  /// The client had gone before its answer was due.
  package internal(set) var abandoned = 0
  package internal(set) var inputTokens = 0
  package internal(set) var outputTokens = 0
  /// The most that came within one window's length, those that were turned away included.
  package internal(set) var largestWindow = 0
  package internal(set) var largestAcceptedWindow = 0
  package internal(set) var concurrency = 0
  package internal(set) var largestConcurrency = 0
  /// `nil`: unlimited.
  package internal(set) var credits: Double?
  /// By ``XXHash64`` of the body as it came.
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

  package var chargedTwice: Int {
    byBody.values.reduce(0) { $0 + max(0, Int($1.charged) - 1) }
  }
}
