/// What a server says when it turns a request down because there are too many of them.
package struct SlowDown: Sendable, Equatable {
  /// What there is too much of.
  package enum Limit: Sendable, Equatable {
    /// Requests or tokens in a time, or the server did not say.
    case rate
    /// Requests in flight. Fewer at once help; waiting does not.
    case parallel
    /// Requests or tokens of a day: it resets more than two rate windows later.
    case daily
  }

  package var limit = Limit.rate
  /// The server's own words, not made printable yet; empty: it gave none.
  package var message: String
  /// The model that the limit is for, as the server named it; `nil`: it named none.
  package var model: String?
  /// Whether the server says that the limit is this model's. It can name it without the owner or the
  /// route that the job names: `gpt-4o` for `openai/gpt-4o`.
  func names(_ model: String) -> Bool {
    guard let named = self.model else { return false }
    return named == model || model.hasSuffix("/" + named) || named.hasSuffix("/" + model)
  }

  /// The service is short of room whatever this account sends, so a short wait may help.
  package var isOverload = false

  package init(limit: Limit = .rate, message: String = "", model: String? = nil) {
    self.limit = limit
    self.message = message
    self.model = model
  }
}
