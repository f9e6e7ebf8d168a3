extension Response {
  /// Replaces the body by what it was mended to, and keeps the bytes as they came.
  mutating func adopt(_ mended: MendedBody) {
    unmended = body
    body = mended.json
    mends = mended.mends
  }
}
