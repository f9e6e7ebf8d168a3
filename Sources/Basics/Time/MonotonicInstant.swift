/// A point in time on the boot clock, which includes time asleep.
///
/// Requests are scheduled by this clock. The wall clock can jump, and clocks that stop during sleep
/// would make a rate window last too long.
///
/// It is public because the compiler inlines and specialises only public code across targets.
public struct MonotonicInstant: InstantProtocol, Hashable, Sendable {
  /// Since the machine started, or since the start of a simulation.
  public var nanoseconds: Int64

  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Parts of a nanosecond are cut off.
  @inlinable
  public func advanced(by duration: Duration) -> MonotonicInstant {
    let (seconds, attoseconds) = duration.components
    return MonotonicInstant(
      nanoseconds: nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  @inlinable
  public func duration(to other: MonotonicInstant) -> Duration {
    .nanoseconds(other.nanoseconds - nanoseconds)
  }

  @inlinable
  public static func + (instant: MonotonicInstant, duration: Duration) -> MonotonicInstant {
    instant.advanced(by: duration)
  }

  @inlinable
  public static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
