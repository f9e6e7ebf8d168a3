/// A time in HTTP's format (IMF-fixdate, RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
package struct HTTPDate: Sendable, Equatable {
  package let unixSeconds: Int

  private static let days: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  package init(unixSeconds: Int) {
    self.unixSeconds = unixSeconds
  }

  /// Reads a date of the years 1970 to 9999; `nil` for other texts. The day of the week and the
  /// ranges of the numbers are not checked.
  package init?(_ text: String) {
    let months = "JanFebMarAprMayJunJulAugSepOctNovDec"
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", words[2].count == 3,
      let month = months.firstRange(of: words[2]),
      let day = Int32(words[1]), let year = Int32(words[3]), (1970...9999).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int32($0) }
    guard clock.count == 3 else { return nil }
    let date = CivilDate(
      year: Int(year),
      month: months.distance(from: months.startIndex, to: month.lowerBound) / 3 + 1,
      day: Int(day))
    unixSeconds =
      date.daysSince1970 * 86_400 + Int(clock[0]) * 3600 + Int(clock[1]) * 60 + Int(clock[2])
  }

  /// Appends ``text`` without creating a `String`.
  package func append(to bytes: inout [UInt8]) {
    let (date, second) = CivilDate.split(unixSeconds: unixSeconds)
    bytes.append(text: Self.days[date.weekday])
    bytes.append(text: ", ")
    Self.appendPair(date.day, " ", to: &bytes)
    bytes.append(text: Self.months[date.month - 1])
    bytes.append(text: " ")
    bytes.append(decimal: date.year)
    bytes.append(text: " ")
    Self.appendPair(second / 3600, ":", to: &bytes)
    Self.appendPair(second / 60 % 60, ":", to: &bytes)
    Self.appendPair(second % 60, " GMT", to: &bytes)
  }

  package var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends two digits and `end`.
  private static func appendPair(_ value: Int, _ end: StaticString, to bytes: inout [UInt8]) {
    if value < 10 { bytes.append(UInt8(ascii: "0")) }
    bytes.append(decimal: value)
    bytes.append(text: end)
  }
}
