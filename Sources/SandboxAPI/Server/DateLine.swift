import Basics

/// The `Date` header, spelt once a second.
struct DateLine {
  private(set) var bytes: [UInt8] = []
  private var second = -1

  private static let days: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Date: Sun, 06 Nov 1994 08:49:37 GMT` and a line break.
  mutating func update(unixSeconds: Int) {
    guard unixSeconds != second else { return }
    second = unixSeconds
    var time = time_t(unixSeconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    bytes.removeAll(keepingCapacity: true)
    bytes.append(text: "Date: ")
    bytes.append(text: Self.days[Int(parts.tm_wday)])
    bytes.append(text: ", ")
    appendPair(parts.tm_mday, " ")
    bytes.append(text: Self.months[Int(parts.tm_mon)])
    bytes.append(text: " ")
    bytes.append(decimal: Int(parts.tm_year) + 1900)
    bytes.append(text: " ")
    appendPair(parts.tm_hour, ":")
    appendPair(parts.tm_min, ":")
    appendPair(parts.tm_sec, " GMT\r\n")
  }

  private mutating func appendPair(_ value: Int32, _ end: StaticString) {
    if value < 10 { bytes.append(UInt8(ascii: "0")) }
    bytes.append(decimal: Int(value))
    bytes.append(text: end)
  }
}
