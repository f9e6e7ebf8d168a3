extension Reply {
  /// The whole response; `nil`: the attempt ended without one.
  package var response: Response? { try? result.get() }

  /// What was received, whole or not; `nil`: no byte of a body. The status is 0 if not even a
  /// status line came.
  package var received: Response? {
    switch result {
    case .success(let response): response
    case .failure(let error):
      error.received.isEmpty ? nil : Response(status: error.status ?? 0, body: error.received)
    }
  }
}
