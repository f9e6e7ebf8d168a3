import Basics

/// The value of `--until` as a point in time.
struct Deadline {
  let time: WallTime

  /// Seconds.
  private static let day = 86_400

  /// `text` is a duration from `now`, a time of day (the next one after `now`), or a date and time
  /// in `timeZone`. Throws ``UsageError`` if it is none of these, or in the past.
  init(_ text: String, now: WallTime, timeZone: ClockZone) throws(UsageError) {
    let moment: Date?
    let today = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
    if let duration = DurationText(text)?.duration {
      moment = today.addingTimeInterval(duration / .seconds(1))
    } else if let timeOfDay = Self.timeOfDay(text) {
      moment = Self.next(timeOfDay, after: today, timeZone)
    } else {
      moment = Self.dateAndTime(text).map {
        timeZone.date(showing: $0) ?? timeZone.dateWithoutChange(showing: $0)
      }
    }
    guard let moment else {
      throw .malformed(
        source: "--until", value: text,
        expected: "a time such as 07:00, 2026-11-23T07:00 or 8h")
    }
    guard moment > today else { throw .past(value: text) }
    time = WallTime(milliseconds: Int((moment.timeIntervalSince1970 * 1000).rounded()))
  }

  /// The next instant after `date` at which clocks show `timeOfDay`, in seconds since midnight. If
  /// a clock change skips that time, it is the instant of the change.
  private static func next(_ timeOfDay: Int, after date: Date, _ zone: ClockZone) -> Date? {
    let now = Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
    let midnight = now - (now % day + day) % day
    // Today or tomorrow; the day after that where a time zone skips a whole day.
    return (0...2).lazy.map { days in
      let local = midnight + days * day + timeOfDay
      return zone.date(showing: local) ?? zone.change(past: local)
    }.first { $0 > date }
  }

  /// Reads `07:00` as seconds since midnight.
  private static func timeOfDay(_ text: some StringProtocol) -> Int? {
    guard let numbers = numbers(text, ":", [2, 2]), numbers[0] < 24, numbers[1] < 60 else {
      return nil
    }
    return numbers[0] * 3600 + numbers[1] * 60
  }

  /// Reads `2026-11-23T07:00` as local time, in seconds since 1970-01-01T00:00 local time.
  private static func dateAndTime(_ text: String) -> Int? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = numbers(parts[0], "-", [4, 2, 2]), day[0] > 0,
      let timeOfDay = timeOfDay(parts[1])
    else { return nil }
    let date = CivilDate(year: day[0], month: day[1], day: day[2])
    guard date.exists else { return nil }
    return date.daysSince1970 * Self.day + timeOfDay
  }

  /// The numbers between separators; `nil` unless there are as many as `widths`, each with exactly
  /// that many digits.
  private static func numbers(
    _ text: some StringProtocol, _ separator: Character, _ widths: [Int]
  ) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == widths,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    return parts.compactMap { Int($0) }
  }
}
