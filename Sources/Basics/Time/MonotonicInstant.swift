/// A point in time on the boot clock: nanoseconds since the machine started, time asleep included.
///
/// The wall clock may jump and the processor clock stops with the lid; neither may decide when a
/// request starts.
///
/// Public, as the compiler inlines and specialises nothing else across targets.
public struct MonotonicInstant: InstantProtocol, Hashable, Sendable {
  public var nanoseconds: Int64

  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

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
  public static func + (moment: MonotonicInstant, duration: Duration) -> MonotonicInstant {
    moment.advanced(by: duration)
  }

  @inlinable
  public static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
