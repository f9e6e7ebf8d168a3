import Basics
import Foundation
import Testing

@Suite struct BootClockTests {
  #if os(Linux)
    /// Linux lets nobody set `CLOCK_BOOTTIME`, and it counts on while the machine sleeps.
    @Test func `the run goes by the clock that counts on through sleep, and is never set`() {
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
