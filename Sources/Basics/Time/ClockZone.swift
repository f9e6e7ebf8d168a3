/// How clocks in a place differ from those in Greenwich.
///
/// Stands in for `TimeZone`, which knows the zones of the world only where all of Foundation is.
package struct ClockZone: Sendable {
  /// Such as `Europe/Berlin`.
  package let name: String
  private let offset: @Sendable (Date) -> Int

  /// `offset`: seconds east of Greenwich, as they are then.
  package init(name: String, offset: @escaping @Sendable (Date) -> Int) {
    self.name = name
    self.offset = offset
  }

  package func secondsFromGMT(for date: Date) -> Int { offset(date) }
}

// MARK: - From clocks to times

extension ClockZone {
  /// When clocks show that `face`, in seconds since they showed 1970: the first time, where they
  /// are put back and show it twice; `nil` where they are put forward and never show it.
  package func date(showing face: Int) -> Date? {
    offsets(around: face).map { face - $0 }.filter { $0 + offset(at: $0) == face }.min()
      .map { Date(timeIntervalSince1970: Double($0)) }
  }

  /// When clocks would show it if they were not put forward on that day.
  package func dateWithoutChange(showing face: Int) -> Date {
    Date(timeIntervalSince1970: Double(face - offsets(around: face)[0]))
  }

  /// When clocks are put forward past it.
  package func change(past face: Int) -> Date {
    let (before, after) = (offsets(around: face)[0], offsets(around: face)[1])
    var (low, high) = (face - before - Self.day, face - after + Self.day)
    while high - low > 1 {
      let middle = (low + high) / 2
      if offset(at: middle) == before { low = middle } else { high = middle }
    }
    return Date(timeIntervalSince1970: Double(high))
  }

  private static let day = 86_400

  /// A day before, and a day after.
  private func offsets(around face: Int) -> [Int] {
    [offset(at: face - Self.day), offset(at: face + Self.day)]
  }

  private func offset(at seconds: Int) -> Int {
    offset(Date(timeIntervalSince1970: Double(seconds)))
  }
}
