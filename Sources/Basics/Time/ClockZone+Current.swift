extension ClockZone {
  /// That of the variable `TZ`, else of this machine, as the C library knows it.
  package static let current: ClockZone = {
    tzset()
    return ClockZone(name: currentName) { date in
      var (time, parts) = local(date)
      return timegm(&parts) - time
    }
  }()

  private static func local(_ date: Date) -> (time: time_t, parts: tm) {
    // A broken clock must not crash the run.
    let instant = min(max(date.timeIntervalSince1970, -6e10), 2.5e11)
    var time = time_t(instant.rounded(.down))
    var parts = tm()
    localtime_r(&time, &parts)
    return (time, parts)
  }

  /// The file that the zone is read from, less its folder; an abbreviation such as `CET` where
  /// there is no such file.
  private static var currentName: String {
    let typed = ProcessInfo.processInfo.environment["TZ"]
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime")
    let path = (typed ?? link ?? "").drop { $0 == ":" }
    let name = path.firstRange(of: "zoneinfo/").map { path[$0.upperBound...] } ?? path
    guard name.isEmpty else { return String(name) }
    var (_, parts) = local(Date())
    var letters = [CChar](repeating: 0, count: 64)
    let count = strftime(&letters, letters.count, "%Z", &parts)
    return String(decoding: letters[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
