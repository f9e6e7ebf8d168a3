import Basics
import BatchRunner

/// Which API keys are accepted and which are revoked.
///
/// Stores hashes, so that no key can leak from here and none must be copied for a comparison.
struct KeyRegistry: Sendable {
  enum Verdict {
    case accepted, missing, refused
  }

  /// Requests without a key are refused.
  private var isNeeded: Bool
  /// `nil`: every key that is not revoked.
  private var accepted: Set<UInt64>?
  private var revoked: Set<UInt64>

  init(_ keys: Scenario.Keys, revoked: Set<String>) {
    isNeeded = keys != .notNeeded
    self.revoked = Set(revoked.map(XXHash64.hash))
    if case .only(let names) = keys { accepted = Set(names.map(XXHash64.hash)) }
  }

  /// Checks the value of an `Authorization` header; `nil`: the header was not sent.
  func check(_ authorization: UnsafeRawBufferPointer?) -> Verdict {
    guard let authorization else { return isNeeded ? .missing : .accepted }
    let isBearer = authorization.hasPrefixIgnoringCase("bearer ") && authorization.count > 7
    guard isNeeded || !revoked.isEmpty else { return .accepted }
    guard isBearer else { return isNeeded ? .refused : .accepted }
    let key = XXHash64.hash(UnsafeRawBufferPointer(rebasing: authorization.dropFirst(7)))
    if revoked.contains(key) { return .refused }
    return accepted?.contains(key) ?? true ? .accepted : .refused
  }

  mutating func revoke(_ key: String) {
    revoked.insert(XXHash64.hash(key))
    accepted?.remove(XXHash64.hash(key))
  }

  /// Accepts the key and undoes its revocation.
  mutating func accept(_ key: String) {
    revoked.remove(XXHash64.hash(key))
    accepted?.insert(XXHash64.hash(key))
  }
}
