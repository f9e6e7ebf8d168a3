/// Carries requests to the API, and brings back how each ended.
package protocol Transport: Sendable {
  /// What happened, oldest first, in batches of what was ready together. For one consumer. Each
  /// request handed to ``send(_:)`` ends with exactly one ``TransportNews/ended(_:)``.
  var news: AsyncStream<[TransportNews]> { get }

  /// Starts attempts; returns at once.
  func send(_ requests: [Request])

  /// Drops what is in flight; each attempt still ends, with ``TransportError/Kind/cancelled``
  /// unless its response was already whole.
  func cancelAll()

  /// One GET beside the jobs, with the key, outside the gate: `path` is appended to the base URL
  /// (`/models`), or to its origin.
  func get(_ path: String, from base: GetBase) async -> Result<Response, TransportError>

  /// Ends ``news`` and lets go of connections. Nothing may be in flight.
  func close()
}

/// What the path of a ``Transport/get(_:from:)`` is appended to.
package enum GetBase: Sendable {
  case baseURL, origin
}
