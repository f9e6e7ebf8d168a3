import Basics
import BatchRunner

/// Which keys are good, kept as hashes: nothing here can leak one, and none is copied to compare.
struct KeyBook: Sendable {
  enum Diagnosis {
    case accepted, missing, refused
  }

  private var isNeeded: Bool
  /// `nil`: any.
  private var accepted: Set<UInt64>?
  private var revoked: Set<UInt64>

  init(_ keys: Scenario.Keys, revoked: Set<String>) {
    isNeeded = keys != .notNeeded
    self.revoked = Set(revoked.map(XXHash64.hash))
    if case .only(let names) = keys { accepted = Set(names.map(XXHash64.hash)) }
  }

  /// Judges a whole header.
  func judge(_ authorization: UnsafeRawBufferPointer?) -> Diagnosis {
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

  /// Where any key will do, this only takes back a revocation.
  mutating func accept(_ key: String) {
    revoked.remove(XXHash64.hash(key))
    accepted?.insert(XXHash64.hash(key))
  }
}
