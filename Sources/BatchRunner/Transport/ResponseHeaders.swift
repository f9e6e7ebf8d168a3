/// The response headers that the run reads, as they came, without surrounding white space.
package struct ResponseHeaders: Sendable, Equatable {
  package var date: String?
  package var retryAfter: String?
  package var rateLimit: String?
  package var rateRemaining: String?
  package var rateReset: String?
  package var requestID: String?
  /// Where a redirect points; never followed, only named.
  package var location: String?

  package init() {}

  /// Takes in one header line; unknown names are passed over. The last one of a name counts.
  package mutating func take(name: String, value: String) {
    switch name.lowercased() {
    case "date": date = value
    case "retry-after": retryAfter = value
    case "x-ratelimit-limit": rateLimit = value
    case "x-ratelimit-remaining": rateRemaining = value
    case "x-ratelimit-reset": rateReset = value
    case "x-request-id": requestID = value
    case "location": location = value
    default: break
    }
  }
}
