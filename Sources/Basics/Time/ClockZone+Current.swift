extension ClockZone {
  /// The time zone of the variable `TZ`, or else of this machine, read through the C library.
  package static let current: ClockZone = {
    tzset()
    return ClockZone(name: currentName) { date in
      var (time, parts) = local(date)
      return timegm(&parts) - time
    }
  }()

  /// The date as Unix time and as local calendar parts.
  private static func local(_ date: Date) -> (time: time_t, parts: tm) {
    // Clamped to about the years 69 to 9892, so that a wrong clock cannot crash the run.
    let instant = min(max(date.timeIntervalSince1970, -6e10), 2.5e11)
    var time = time_t(instant.rounded(.down))
    var parts = tm()
    localtime_r(&time, &parts)
    return (time, parts)
  }

  /// The name of the zone's file below `zoneinfo/`, such as `Europe/Berlin`, or else the zone's
  /// abbreviation, such as `CET`.
  private static var currentName: String {
    let typed = ProcessInfo.processInfo.environment["TZ"]
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime")
    let path = (typed ?? link ?? "").drop { $0 == ":" }
    let name = path.firstRange(of: "zoneinfo/").map { path[$0.upperBound...] } ?? path
    guard name.isEmpty else { return String(name) }
    var (_, parts) = local(Date())
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, "%Z", &parts)
    return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
