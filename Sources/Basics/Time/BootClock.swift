/// The monotonic system clock that real runs use. Simulations use a clock of their own.
package enum BootClock {
  /// The time since the machine started. It includes time asleep and cannot be set.
  package static var now: MonotonicInstant {
    var time = timespec()
    #if canImport(Darwin)
      clock_gettime(CLOCK_MONOTONIC_RAW, &time)
    #else
      clock_gettime(CLOCK_BOOTTIME, &time)
    #endif
    return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Identifies the boot from which ``now`` counts.
  ///
  /// `nil` if the system does not say. Then instants that an earlier process stored cannot be
  /// compared with ``now``.
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
