/// Sends requests to the API and reports how each of them ended.
package protocol Transport: Sendable {
  /// What happened to the requests, oldest first, in batches. Only one consumer may read it. Each
  /// request handed to ``send(_:)`` ends with exactly one ``TransportNews/ended(_:)``.
  var news: AsyncStream<[TransportNews]> { get }

  /// Hands over requests to be sent; returns at once.
  func send(_ requests: [Request])

  /// Cancels all requests in flight. Each of them still ends, with
  /// ``TransportError/Kind/cancelled`` unless its response was already complete.
  func cancelAll()

  /// Makes one GET request with the key, such as for `/models`. It needs no permit and does not ask
  /// the gate. `path` is appended to the base URL or to its origin.
  func get(_ path: String, from base: GetBase) async -> Result<Response, TransportError>

  /// Ends ``news`` and closes all connections. No request may be in flight.
  func close()
}

/// What ``Transport/get(_:from:)`` appends its path to.
package enum GetBase: Sendable {
  case baseURL, origin
}
