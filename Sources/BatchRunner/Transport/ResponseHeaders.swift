import Basics

/// The response headers that a run uses, unparsed, without surrounding white space. `nil`: the
/// header was not sent.
package struct ResponseHeaders: Sendable, Equatable {
  package var date: String?
  package var retryAfter: String?
  package var rateLimit: String?
  package var rateRemaining: String?
  package var rateReset: String?
  package var requestID: String?
  /// What only some services send.
  @Rare package var others = Others()

  package init() {}

  /// Headers that only some services send, or that only some responses have.
  package struct Others: RareValue {
    /// The target of a redirect. It is never followed, only named in the failure.
    package var location: String?
    /// `retry-after-ms` (Azure, OpenAI).
    var retryAfterMilliseconds: String?
    /// `llm_provider-retry-after`: LiteLLM passes the upstream's header on under this name.
    var upstreamRetryAfter: String?
    /// `rate_limit_type` (LiteLLM): what there is too much of.
    var rateLimitType: String?
    /// `reset_at` (LiteLLM): a date in UTC.
    var resetAt: String?
    /// `cf-mitigated`: Cloudflare answered in the service's place.
    var mitigated: String?
    /// `x-litellm-response-cost`: what the answer cost, in dollars.
    var responseCost: String?
    /// The limits with names of their own, such as `x-ratelimit-limit-tokens`.
    var namedRates: [RateWindowHeaders] = []

    package init() {}
  }

  /// Adds one header line. Unknown names are ignored; the last line with a name counts.
  package mutating func add(name: String, value: String) {
    switch name.lowercased() {
    case "date": date = value
    case "retry-after": retryAfter = value
    case "retry-after-ms": others.retryAfterMilliseconds = value
    case "llm_provider-retry-after": others.upstreamRetryAfter = value
    case "x-ratelimit-limit": rateLimit = value
    case "x-ratelimit-remaining": rateRemaining = value
    case "x-ratelimit-reset": rateReset = value
    case "rate_limit_type": others.rateLimitType = value
    case "reset_at": others.resetAt = value
    case "cf-mitigated": others.mitigated = value
    case "x-litellm-response-cost": others.responseCost = value
    case "x-request-id": requestID = value
    case "location": others.location = value
    case let other: others.addNamedRate(other, value)
    }
  }
}

extension ResponseHeaders.Others {
  /// Adds `x-ratelimit-limit-tokens: 6000` and the like, or the `RateLimit-Reset` of the IETF's
  /// draft, which counts as a limit named `ietf`.
  fileprivate mutating func addNamedRate(_ name: String, _ value: String) {
    let parts: Substring
    if name.hasPrefix("x-ratelimit-") {
      parts = name.dropFirst("x-ratelimit-".count)
    } else if name.hasPrefix("ratelimit-") {
      parts = name.dropFirst("ratelimit-".count) + "-ietf"
    } else {
      return
    }
    let field: WritableKeyPath<RateWindowHeaders, String?>
    switch parts.prefix(while: { $0 != "-" }) {
    case "limit": field = \.limit
    case "remaining": field = \.remaining
    case "reset": field = \.reset
    default: return
    }
    let ending = String(parts.drop { $0 != "-" }.dropFirst())
    if let index = namedRates.firstIndex(where: { $0.name == ending }) {
      namedRates[index][keyPath: field] = value
    } else if namedRates.count < 16 {
      var rate = RateWindowHeaders(name: ending)
      rate[keyPath: field] = value
      namedRates.append(rate)
    }
  }
}

// MARK: - Limits

extension ResponseHeaders {
  /// A header may say something about limits or waits.
  var saysLimits: Bool {
    rateLimit != nil || rateRemaining != nil || rateReset != nil || retryAfter != nil
      || !_others.isInitial
  }

  /// All limits that the headers report, the plain three first.
  var rateWindows: [RateWindowHeaders] {
    var plain = RateWindowHeaders(name: "")
    (plain.limit, plain.remaining, plain.reset) = (rateLimit, rateRemaining, rateReset)
    let named = others.namedRates
    return plain.reset == nil && plain.remaining == nil ? named : [plain] + named
  }

  /// The headers, with those of the upstream service where these have none.
  func filled(from upstream: ResponseHeaders?) -> ResponseHeaders {
    guard let upstream else { return self }
    var headers = self
    headers.retryAfter = retryAfter ?? upstream.retryAfter
    headers.others.retryAfterMilliseconds =
      others.retryAfterMilliseconds ?? upstream.others.retryAfterMilliseconds
    if rateReset == nil {
      headers.rateLimit = upstream.rateLimit
      headers.rateRemaining = upstream.rateRemaining
      headers.rateReset = upstream.rateReset
    }
    if others.namedRates.isEmpty { headers.others.namedRates = upstream.others.namedRates }
    return headers
  }
}
