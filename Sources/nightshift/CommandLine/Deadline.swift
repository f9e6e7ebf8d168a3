import Basics

/// The value of `--until` as a point in time.
struct Deadline {
  let time: WallTime

  private static let day = 86_400

  /// A time of day is the next such one after `now`; a date and time is that of `timeZone`.
  init(_ text: String, now: WallTime, timeZone: ClockZone) throws(UsageError) {
    let moment: Date?
    let today = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
    if let duration = DurationText(text)?.duration {
      moment = today.addingTimeInterval(duration / .seconds(1))
    } else if let clock = Self.clock(text) {
      moment = Self.next(clock, after: today, timeZone)
    } else {
      moment = Self.face(text).map {
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

  /// Where clocks pass over that time, it is when they do.
  private static func next(_ clock: Int, after date: Date, _ zone: ClockZone) -> Date? {
    let now = Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
    let midnight = now - (now % day + day) % day
    // Today, or tomorrow, or a day later in a place that leaves a day out.
    return (0...2).lazy.map { days in
      let face = midnight + days * day + clock
      return zone.date(showing: face) ?? zone.change(past: face)
    }.first { $0 > date }
  }

  /// `07:00`, in seconds since midnight.
  private static func clock(_ text: some StringProtocol) -> Int? {
    guard let numbers = numbers(text, ":", [2, 2]), numbers[0] < 24, numbers[1] < 60 else {
      return nil
    }
    return numbers[0] * 3600 + numbers[1] * 60
  }

  /// `2026-11-23T07:00`, in seconds since clocks showed 1970.
  private static func face(_ text: String) -> Int? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = numbers(parts[0], "-", [4, 2, 2]), day[0] > 0,
      let clock = clock(parts[1])
    else { return nil }
    let date = CivilDate(year: day[0], month: day[1], day: day[2])
    guard date.exists else { return nil }
    return date.daysSince1970 * Self.day + clock
  }

  /// Numbers of exactly so many digits.
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
