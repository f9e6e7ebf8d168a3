/// A time of the wall clock, for people and files. Scheduling uses ``MonotonicInstant`` instead.
package struct WallTime: Sendable, Equatable {
  /// Since 1970-01-01 00:00:00 UTC.
  package let milliseconds: Int

  package init(milliseconds: Int) {
    self.milliseconds = milliseconds
  }

  package static var now: WallTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return WallTime(milliseconds: Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000)
  }

  /// The time so much later, to the millisecond.
  package static func + (time: WallTime, wait: Duration) -> WallTime {
    WallTime(milliseconds: time.milliseconds + Int((wait / .milliseconds(1)).rounded()))
  }

  /// Unix time in whole seconds.
  package var seconds: Int { milliseconds / 1000 }

  /// `2026-11-22T23:15:11.204Z` (RFC 3339).
  package var description: String {
    String(decoding: rfc3339, as: UTF8.self)
  }

  /// The 24 bytes of ``description``, written without Foundation because each journal line has one.
  package var rfc3339: [UInt8] {
    let (date, second) = CivilDate.split(unixSeconds: milliseconds / 1000)
    var bytes = [UInt8](repeating: 0, count: 24)
    func put(_ value: Int, _ digits: Int, at offset: Int) {
      var rest = value
      for index in (offset..<(offset + digits)).reversed() {
        bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      }
    }
    put(date.year, 4, at: 0)
    put(date.month, 2, at: 5)
    put(date.day, 2, at: 8)
    put(second / 3600, 2, at: 11)
    put(second / 60 % 60, 2, at: 14)
    put(second % 60, 2, at: 17)
    put(milliseconds % 1000, 3, at: 20)
    bytes[4] = UInt8(ascii: "-")
    bytes[7] = UInt8(ascii: "-")
    bytes[10] = UInt8(ascii: "T")
    bytes[13] = UInt8(ascii: ":")
    bytes[16] = UInt8(ascii: ":")
    bytes[19] = UInt8(ascii: ".")
    bytes[23] = UInt8(ascii: "Z")
    return bytes
  }
}
