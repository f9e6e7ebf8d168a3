/// A point in time on the boot clock: nanoseconds since the machine started, time asleep included.
///
/// The wall clock may jump and the processor clock stops with the lid; neither may decide when a
/// request starts.
package struct Moment: InstantProtocol, Hashable, Sendable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  package func advanced(by duration: Duration) -> Moment {
    let (seconds, attoseconds) = duration.components
    return Moment(nanoseconds: nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  package func duration(to other: Moment) -> Duration {
    .nanoseconds(other.nanoseconds - nanoseconds)
  }

  package static func + (moment: Moment, duration: Duration) -> Moment {
    moment.advanced(by: duration)
  }

  package static func < (left: Moment, right: Moment) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
