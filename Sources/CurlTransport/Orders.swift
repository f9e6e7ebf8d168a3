/// What was left for the transport's thread since it last looked.
struct Orders: Sendable {
  /// End these without sending them.
  var dropped: [Errand] = []
  /// End what is in flight.
  var cancelsAll = false
  /// Send these; left after the cancelling, if there was one.
  var errands: [Errand] = []
  var closes = false

  var isEmpty: Bool { dropped.isEmpty && errands.isEmpty && !cancelsAll && !closes }

  mutating func cancelAll() {
    dropped += errands
    errands = []
    cancelsAll = true
  }
}
