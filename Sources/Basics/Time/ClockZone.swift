/// A time zone: how far local clocks are ahead of UTC at any time.
///
/// It replaces Foundation's `TimeZone`, which knows the world's zones only with full Foundation.
package struct ClockZone: Sendable {
  /// Such as `Europe/Berlin`.
  package let name: String
  private let offset: @Sendable (Date) -> Int

  /// `offset` returns how many seconds local clocks are ahead of UTC at the given time.
  package init(name: String, offset: @escaping @Sendable (Date) -> Int) {
    self.name = name
    self.offset = offset
  }

  /// How many seconds local clocks are ahead of UTC at `date`; negative west of Greenwich.
  package func secondsFromGMT(for date: Date) -> Int { offset(date) }
}

// MARK: - From local time to UTC

// Local times are given as seconds from 1970-01-01 00:00:00 to what the local clock shows, as if
// the clock had never been changed.
extension ClockZone {
  /// When local clocks show this time.
  ///
  /// The first of the two times if clocks are put back and show it twice; `nil` if clocks are put
  /// forward and never show it.
  package func date(showing localSeconds: Int) -> Date? {
    offsets(around: localSeconds).map { localSeconds - $0 }
      .filter { $0 + offset(at: $0) == localSeconds }.min()
      .map { Date(timeIntervalSince1970: Double($0)) }
  }

  /// When local clocks would show this time if they were not changed on that day.
  package func dateWithoutChange(showing localSeconds: Int) -> Date {
    Date(timeIntervalSince1970: Double(localSeconds - offsets(around: localSeconds)[0]))
  }

  /// When local clocks are put forward and skip this time. Clocks must change on that day.
  package func change(past localSeconds: Int) -> Date {
    let (before, after) = (offsets(around: localSeconds)[0], offsets(around: localSeconds)[1])
    // Binary search for the first second with the new offset.
    var (low, high) = (localSeconds - before - Self.day, localSeconds - after + Self.day)
    while high - low > 1 {
      let middle = (low + high) / 2
      if offset(at: middle) == before { low = middle } else { high = middle }
    }
    return Date(timeIntervalSince1970: Double(high))
  }

  private static let day = 86_400

  /// The offsets one day before and one day after, in that order.
  private func offsets(around localSeconds: Int) -> [Int] {
    [offset(at: localSeconds - Self.day), offset(at: localSeconds + Self.day)]
  }

  private func offset(at seconds: Int) -> Int {
    offset(Date(timeIntervalSince1970: Double(seconds)))
  }
}
