extension Plan {
  /// Starts a minute in the long run, without the margin; `nil`: no such limit.
  package var startsPerMinute: Double? {
    guard let requestsPerWindow, window > .zero else { return nil }
    return Double(requestsPerWindow) * (.seconds(60) / window)
  }

  /// The most starts that a rolling window allows in a run of this length: a full window's worth
  /// at once, and another one each time a window has passed.
  package func startsAllowed(in wallTime: Duration) -> Int? {
    guard let requestsPerWindow, window > .zero, wallTime >= .zero else { return nil }
    let windows = Int(min(wallTime / window, 1e9)) + 1
    let (starts, isTooMany) = requestsPerWindow.multipliedReportingOverflow(by: windows)
    return isTooMany ? nil : starts
  }
}
