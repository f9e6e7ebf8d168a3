import BatchRunner
import Foundation

/// The value of `--until` as a point in time.
struct Deadline {
  let time: WallTime

  /// A time of day is the next such one after `now`; a date and time is that of `timeZone`.
  init(_ text: String, now: WallTime, timeZone: TimeZone) throws(UsageError) {
    let moment: Date?
    let today = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    if let duration = DurationText(text)?.duration {
      moment = today.addingTimeInterval(duration / .seconds(1))
    } else if let clock = Self.clock(text) {
      moment = calendar.nextDate(
        after: today, matching: clock, matchingPolicy: .nextTime)
    } else {
      moment = Self.date(text, calendar)
    }
    guard let moment else {
      throw .malformed(
        source: "--until", value: text,
        expected: "a time such as 07:00, 2026-11-23T07:00 or 8h")
    }
    guard moment > today else { throw .past(value: text) }
    time = WallTime(milliseconds: Int((moment.timeIntervalSince1970 * 1000).rounded()))
  }

  /// `07:00`
  private static func clock(_ text: some StringProtocol) -> DateComponents? {
    guard let numbers = numbers(text, ":", [2, 2]), numbers[0] < 24, numbers[1] < 60 else {
      return nil
    }
    return DateComponents(hour: numbers[0], minute: numbers[1], second: 0)
  }

  /// `2026-11-23T07:00`
  private static func date(_ text: String, _ calendar: Calendar) -> Date? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = numbers(parts[0], "-", [4, 2, 2]),
      var components = clock(parts[1])
    else { return nil }
    (components.year, components.month, components.day) = (day[0], day[1], day[2])
    guard let date = calendar.date(from: components) else { return nil }
    // The 30th of February is read as the 2nd of March.
    let read = calendar.dateComponents([.year, .month, .day], from: date)
    return (read.year, read.month, read.day) == (day[0], day[1], day[2]) ? date : nil
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
