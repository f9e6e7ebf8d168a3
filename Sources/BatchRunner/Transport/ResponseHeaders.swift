/// The response headers that a run uses, unparsed, without surrounding white space. `nil`: the
/// header was not sent.
package struct ResponseHeaders: Sendable, Equatable {
  package var date: String?
  package var retryAfter: String?
  package var rateLimit: String?
  package var rateRemaining: String?
  package var rateReset: String?
  package var requestID: String?
  /// The target of a redirect. It is never followed, only named in the failure.
  package var location: String?

  package init() {}

  /// Adds one header line. Unknown names are ignored; the last line with a name counts.
  package mutating func add(name: String, value: String) {
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
