/// The clock that the run goes by in the real world.
package enum BootClock {
  /// Counts on through sleep; never set back.
  package static var now: MonotonicInstant {
    var time = timespec()
    #if canImport(Darwin)
      clock_gettime(CLOCK_MONOTONIC_RAW, &time)
    #else
      clock_gettime(CLOCK_BOOTTIME, &time)
    #endif
    return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Names the boot that ``now`` counts from; `nil` where the system does not tell, and then no
  /// stamp of an earlier process can be trusted.
  package static let bootID: String? = {
    #if canImport(Darwin)
      var size = 0
      guard sysctlbyname("kern.bootsessionuuid", nil, &size, nil, 0) == 0, size > 1 else {
        return nil
      }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("kern.bootsessionuuid", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    #else
      let file = try? ReadableFile("/proc/sys/kernel/random/boot_id")
      guard let bytes = try? file?.bytes(at: 0, count: 64) else { return nil }
      return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    #endif
  }()
}
