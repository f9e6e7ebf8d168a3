import Basics
import Foundation
import Testing

@Suite struct BootClockTests {
  #if os(Linux)
    /// On Linux that is `CLOCK_BOOTTIME`. It keeps counting during sleep, and it cannot be set.
    @Test func `a run uses the clock that includes sleep and cannot be set`() {
      func boottime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
      }
      let before = boottime()
      let now = BootClock.now.nanoseconds
      let after = boottime()
      #expect(before <= now && now <= after)
    }
  #endif
}
