import Basics

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

/// The class of service that a request asks for (`service_tier`).
package enum RequestedTier: Sendable, Equatable {
  /// None, or `auto`: the settings of the account and the load of the service choose.
  case open
  case named(ServiceTier)
  /// By a word that is not known here.
  case unknown

  /// Reads a request body.
  init(_ outline: JSONOutline, _ body: UnsafeRawBufferPointer) {
    guard let index = outline.member("service_tier", in: body), outline.nodes[index].kind != .null
    else {
      self = .open
      return
    }
    guard let word = outline.string(index, in: body) else {
      self = .unknown
      return
    }
    self =
      word.lowercased() == "auto" ? .open : ServiceTier(word: word).map(Self.named) ?? .unknown
  }

  /// Whether the request may be billed at this tier. A request for a tier may always be served in the
  /// standard one, as OpenAI does with priority processing beyond a ramp rate. A batch is asked for at
  /// another address, so that no setting chooses it.
  package func mayBecome(_ tier: ServiceTier) -> Bool {
    switch self {
    case .open: tier != .batch
    case .named(let named): tier == named || tier == .standard
    case .unknown: true
    }
  }
}
