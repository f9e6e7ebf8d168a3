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

  /// Reads a date of the years 1970 to 9999; `nil` for other texts, and for a day or a time that
  /// does not exist. A leap second counts as the second after it. The day of the week is not
  /// checked.
  package init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT",
      let month = Self.months.firstIndex(where: { $0.description == words[2] }),
      let day = Self.number(words[1]), let year = Self.number(words[3]),
      (1970...9999).contains(year)
    else { return nil }
    let date = CivilDate(year: year, month: month + 1, day: day)
    let clock = words[4].split(separator: ":", omittingEmptySubsequences: false)
    guard date.exists, clock.count == 3, let hour = Self.number(clock[0]), hour < 24,
      let minute = Self.number(clock[1]), minute < 60, let second = Self.number(clock[2]),
      second <= 60
    else { return nil }
    unixSeconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// A number of at most four digits, without a sign.
  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.count <= 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
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
