import CPlatform

/// A dedicated thread for work that blocks.
///
/// Swift's tasks and Dispatch's queues share a few threads, so blocking one of them delays others.
package enum SystemThread {
  /// Starts a thread that runs `work` and ends. Returns 0, or the system's `errno` if the thread
  /// could not be started; `work` is then not run.
  ///
  /// Debuggers show the name. Linux shows its first 15 bytes.
  package static func start(_ name: String, _ work: @escaping @Sendable () -> Void) -> Int32 {
    let box = Unmanaged.passRetained(WorkBox(work))
    let code = nightshift_start_thread(name, { WorkBox.run($0) }, box.toOpaque())
    // On success, the new thread releases the box.
    if code != 0 { box.release() }
    return code
  }

  /// Holds the closure, so that C can pass it to the new thread as a pointer.
  private final class WorkBox: Sendable {
    private let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) {
      self.work = work
    }

    /// Runs the work in the retained box at this address and releases the box.
    static func run(_ box: UnsafeMutableRawPointer?) {
      guard let box else { return }
      Unmanaged<WorkBox>.fromOpaque(box).takeRetainedValue().work()
    }
  }
}
