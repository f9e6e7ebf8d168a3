/// The class of service that a request is billed at.
package enum ServiceTier: UInt8, Sendable, CaseIterable {
  case standard, flex, priority, batch

  /// Reads `service_tier` of an answer; `nil`: an unknown word. `auto` does not say what was billed
  /// either, so it counts as the standard tier.
  package init?(word: String) {
    switch word.lowercased() {
    case "default", "auto", "standard", "on_demand": self = .standard
    case "flex": self = .flex
    case "priority": self = .priority
    case "batch": self = .batch
    default: return nil
    }
  }
}
