/// The same moment on the clock of the machine's boot and on the wall clock.
///
/// The boot clock is never set, but begins anew with each boot, so a time of an earlier boot is only
/// known by the wall clock.
package struct BothClocks: Sendable, Equatable {
  package let boot: MonotonicInstant
  package let wall: WallTime

  package init(boot: MonotonicInstant, wall: WallTime) {
    self.boot = boot
    self.wall = wall
  }

  package static var now: BothClocks { BothClocks(boot: BootClock.now, wall: .now) }

  /// So much earlier.
  package func earlier(by length: Duration) -> BothClocks {
    BothClocks(
      boot: boot + (.zero - length),
      wall: WallTime(milliseconds: wall.milliseconds - Int(length / .milliseconds(1))))
  }
}
