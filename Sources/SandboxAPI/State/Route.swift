import Foundation

/// What a request's target points at.
package enum Route: Sendable, Equatable {
  case chat, models, balance, stats
  /// `nil`: the query has no usable number.
  case setBalance(credits: Double?)
  /// `nil`: the query names no key.
  case setKey(accept: String?)
  case unknown

  private static let chatPath: StaticString = "/v1/chat/completions"

  /// Reads a target such as `/sandbox/balance?credits=5`.
  package init(target: UnsafeRawBufferPointer) {
    let chat = Route.chatPath
    if let base = target.baseAddress, target.count == chat.utf8CodeUnitCount,
      memcmp(base, chat.utf8Start, target.count) == 0
    {
      self = .chat
    } else {
      self.init(target: String(decoding: target, as: UTF8.self))
    }
  }

  package init(target: String) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parts.count > 1 ? parts[1] : ""
    switch parts.first {
    case "/v1/chat/completions": self = .chat
    case "/v1/models": self = .models
    case "/api/me/balance": self = .balance
    case "/sandbox/stats": self = .stats
    case "/sandbox/balance":
      let credits = Self.value("credits", of: query).flatMap { Double($0) }
      self = .setBalance(credits: credits?.isFinite == true ? credits : nil)
    case "/sandbox/key": self = .setKey(accept: Self.value("accept", of: query))
    default: self = .unknown
    }
  }

  private static func value(_ name: String, of query: Substring) -> String? {
    for field in query.split(separator: "&") where field.hasPrefix("\(name)=") {
      let text = String(field.dropFirst(name.count + 1)).removingPercentEncoding
      return text?.isEmpty == true ? nil : text
    }
    return nil
  }

  /// `nil`: there is nothing at this target.
  var method: SandboxRequest.Method? {
    switch self {
    case .chat, .setBalance, .setKey: .post
    case .models, .balance, .stats: .get
    case .unknown: nil
    }
  }
}
