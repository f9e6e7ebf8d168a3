/// A date and time of day, formatted the same way in every locale.
package struct Timestamp: Sendable, Equatable {
  private let day: CivilDate
  private let secondOfDay, milliseconds: Int

  /// `offset` is how many seconds the zone's clocks are ahead of UTC.
  package init(_ date: Date, secondsFromGMT offset: Int = 0) {
    // Clamped to about the years 69 to 9892, so that a wrong clock cannot crash the run.
    let limit = 2.5e11
    let instant = date.timeIntervalSince1970
    let clamped = instant.isFinite ? min(max(instant, -6e10), limit) : 0
    let total = Int((clamped * 1000).rounded(.down)) + offset * 1000
    let days = total.dividedDown(by: 86_400_000)
    milliseconds = (total - days * 86_400_000) % 1000
    secondOfDay = (total - days * 86_400_000) / 1000
    day = CivilDate(daysSince1970: days)
  }

  /// `2026-11-23T02:14:05.204Z`. Correct only if the offset is 0, because of the `Z`.
  package var rfc3339: String {
    return "\(date)T\(timeOfDay).\(Self.pad(milliseconds, 3))Z"
  }

  /// `2026-11-23`.
  package var date: String {
    "\(Self.pad(day.year, 4))-\(Self.pad(day.month, 2))-\(Self.pad(day.day, 2))"
  }

  /// `02:14:05`.
  package var timeOfDay: String {
    [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60].map { Self.pad($0, 2) }
      .joined(separator: ":")
  }

  private static func pad(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
