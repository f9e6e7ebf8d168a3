/// One of the limits that a response reports in headers of the same ending, such as
/// `x-ratelimit-remaining-tokens` and `x-ratelimit-reset-tokens`.
struct RateWindowHeaders: Sendable, Equatable {
  /// The ending of the names, such as `tokens` or `requests-day`; empty for the plain three.
  let name: String
  var limit: String?
  var remaining: String?
  var reset: String?

  /// Nothing is left of this limit.
  var isExhausted: Bool {
    remaining.flatMap { Double($0) }.map { $0 == 0 } ?? false
  }

  /// Everything is left of this limit.
  var isFull: Bool {
    guard let limit = limit.flatMap({ Double($0) }), let left = remaining.flatMap({ Double($0) })
    else { return false }
    return limit > 0 && left == limit
  }
}
