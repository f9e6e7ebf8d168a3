import Foundation

/// A `Date` header, made once a second.
enum HTTPDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The whole line, with its end.
  static func header(_ unixSeconds: Int) -> [UInt8] {
    var seconds = time_t(unixSeconds)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let day = "\(days[Int(parts.tm_wday)]), \(pair(parts.tm_mday)) \(months[Int(parts.tm_mon)])"
    let clock = "\(pair(parts.tm_hour)):\(pair(parts.tm_min)):\(pair(parts.tm_sec))"
    return Array("Date: \(day) \(1900 + parts.tm_year) \(clock) GMT\r\n".utf8)
  }

  private static func pair(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
