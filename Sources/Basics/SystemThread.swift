import CPlatform

/// A thread of its own, for work that blocks: Swift's tasks and Dispatch's queues have few.
package enum SystemThread {
  /// Answers 0, or the system's `errno`; the work is then not done.
  ///
  /// The name is for debuggers. Linux shows 15 bytes of it.
  package static func start(_ name: String, _ work: @escaping @Sendable () -> Void) -> Int32 {
    let parcel = Unmanaged.passRetained(Parcel(work))
    let code = nightshift_start_thread(name, { Parcel.open($0) }, parcel.toOpaque())
    if code != 0 { parcel.release() }
    return code
  }

  /// What C carries over to the new thread.
  private final class Parcel: Sendable {
    private let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) {
      self.work = work
    }

    static func open(_ parcel: UnsafeMutableRawPointer?) {
      guard let parcel else { return }
      Unmanaged<Parcel>.fromOpaque(parcel).takeRetainedValue().work()
    }
  }
}
