extension Plan {
  /// Starts per minute in the long run, without the margin; `nil`: there is no such limit.
  package var startsPerMinute: Double? {
    guard let requestsPerWindow, window > .zero else { return nil }
    return Double(requestsPerWindow) * (.seconds(60) / window)
  }

  /// The most requests that can start in a run of this length: a full window at once, and one more
  /// each time a window has passed.
  ///
  /// `nil`: there is no such limit, or the number does not fit into an `Int`.
  package func startsAllowed(in wallTime: Duration) -> Int? {
    guard let requestsPerWindow, window > .zero, wallTime >= .zero else { return nil }
    let windows = Int(min(wallTime / window, 1e9)) + 1
    let (starts, isTooMany) = requestsPerWindow.multipliedReportingOverflow(by: windows)
    return isTooMany ? nil : starts
  }
}
