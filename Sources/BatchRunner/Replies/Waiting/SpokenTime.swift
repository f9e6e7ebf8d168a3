import Basics

/// Durations and dates as services write them into headers and sentences.
enum SpokenTime {
  /// The units of durations in seconds.
  private static let units: [Substring: Double] = [
    "ns": 1e-9, "us": 1e-6, "\u{B5}s": 1e-6, "ms": 1e-3, "msec": 1e-3, "millisecond": 1e-3,
    "milliseconds": 1e-3, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "m": 60,
    "min": 60, "mins": 60, "minute": 60, "minutes": 60, "h": 3600, "hr": 3600, "hrs": 3600,
    "hour": 3600, "hours": 3600, "d": 86_400, "day": 86_400, "days": 86_400,
  ]

  /// The seconds of `6m0s`, `1m30.5s`, `120ms`, `10h17m5.7s` or `37 seconds`; `nil` for other texts.
  static func duration(_ text: some StringProtocol) -> Double? {
    guard let (seconds, rest) = leadingDuration(text.lowercased()[...]), rest.isEmpty else {
      return nil
    }
    return seconds
  }

  /// The duration at the beginning of a text, and what follows it; `nil`: there is none.
  private static func leadingDuration(_ text: Substring) -> (seconds: Double, rest: Substring)? {
    var rest = text
    var seconds: Double?
    while true {
      let start = rest.drop { $0 == " " }
      let digits = start.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      let afterDigits = start[digits.endIndex...].drop { $0 == " " }
      let unit = afterDigits.prefix { $0.isLetter }
      guard let number = Double(digits), let length = units[unit] else { break }
      seconds = (seconds ?? 0) + number * length
      rest = afterDigits[unit.endIndex...]
    }
    return seconds.map { ($0, rest) }
  }

  /// The seconds since 1970 of `2026-12-01T00:00:00Z`, `2026-12-01 00:00:00 UTC` or
  /// `2026-12-01T02:00:00.5+02:00`; without a zone in UTC. `nil` for other texts.
  static func date(_ text: some StringProtocol) -> Double? {
    leadingDate(Array(text.utf8.prefix(64))[...])
  }

  private static func leadingDate(_ bytes: ArraySlice<UInt8>) -> Double? {
    var rest = bytes
    func take(_ count: Int, after mark: String) -> Int? {
      if !mark.isEmpty {
        guard let first = rest.first, mark.utf8.contains(first) else { return nil }
        rest.removeFirst()
      }
      let digits = rest.prefix(count)
      guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
      }
      rest.removeFirst(count)
      return digits.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
    }
    guard let year = take(4, after: ""), let month = take(2, after: "-"),
      let day = take(2, after: "-"), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var seconds = Double(CivilDate(year: year, month: month, day: day).daysSince1970) * 86_400
    guard let hour = take(2, after: "Tt "), let minute = take(2, after: ":"), hour < 24, minute < 60
    else { return rest.isEmpty ? seconds : nil }
    seconds += Double(hour * 3600 + minute * 60 + (take(2, after: ":") ?? 0))
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst().drop { (0x30...0x39).contains($0) }
    }
    rest = rest.drop { $0 == UInt8(ascii: " ") }
    guard let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = take(2, after: "+-")
    else { return seconds }
    let minutes = take(2, after: ":") ?? take(2, after: "") ?? 0
    let offset = Double(hours * 3600 + minutes * 60)
    return sign == UInt8(ascii: "-") ? seconds + offset : seconds - offset
  }
}

// MARK: - Sentences

extension SpokenTime {
  /// What stands before a time from now.
  private static let beforeDurations = [
    "try again in", "try again after", "retry in", "retry after", "retry_after", "retry-after",
    "please wait", "wait for", "wait at least", "resets in", "reset in", "resets after",
    "reset after", "available in", "available again in", "back in", "retrying in", "wait",
  ]
  /// What stands before a date.
  private static let beforeDates = [
    "try again at", "try again after", "retry at", "retry after", "resets at", "reset at",
    "resets on", "reset on", "regain access on", "available at", "available again at", "until",
  ]
  private static let fillers: Set<Character> = [" ", ":", "=", "~"]

  /// The time that a sentence asks to wait: "Please try again in 5.289s", "retry after 37 seconds".
  /// The first one counts. `text`: in lower case.
  static func hint(in text: String) -> WaitHint? {
    for phrase in beforeDurations {
      for range in text.ranges(of: phrase) {
        let rest = afterFillers(text[range.upperBound...])
        if let (seconds, _) = leadingDuration(rest) {
          return WaitHint(String(Int64(clamping: (seconds * 1000).rounded())), .milliseconds)
        }
        let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let next = rest[number.endIndex...].first
        if Double(number) != nil, next.map({ ",;)".contains($0) }) ?? true {
          return WaitHint(String(number))
        }
        if let date = dateHint(rest) { return date }
      }
    }
    for phrase in beforeDates {
      for range in text.ranges(of: phrase) {
        if let date = dateHint(afterFillers(text[range.upperBound...])) { return date }
      }
    }
    return nil
  }

  private static func dateHint(_ text: Substring) -> WaitHint? {
    let upper = text.prefix(40).uppercased().replacing(" AT ", with: " ")
    guard let seconds = leadingDate(Array(upper.utf8)[...]) ?? date(upper.prefix(10)) else {
      return nil
    }
    return WaitHint(String(Int64(seconds)))
  }

  private static func afterFillers(_ text: Substring) -> Substring {
    var rest = text.drop(while: fillers.contains)
    for word in ["about ", "approximately ", "another ", "at least ", "for ", "in "] {
      if rest.hasPrefix(word) { rest = rest.dropFirst(word.count) }
    }
    return rest
  }
}

extension Int64 {
  /// The number, or the nearest one that fits; 0 for no number.
  fileprivate init(clamping value: Double) {
    self = value.isNaN ? 0 : Int64(exactly: Swift.min(Swift.max(value, 0), 9e15).rounded()) ?? 0
  }
}
