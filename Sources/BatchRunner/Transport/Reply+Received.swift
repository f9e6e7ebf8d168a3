extension Reply {
  package var response: Response? { try? result.get() }

  /// What came, whole or not; `nil`: nothing.
  package var received: Response? {
    switch result {
    case .success(let response): response
    case .failure(let error):
      error.received.isEmpty ? nil : Response(status: error.status ?? 0, body: error.received)
    }
  }
}
