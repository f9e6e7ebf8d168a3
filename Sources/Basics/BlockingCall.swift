/// Runs a blocking call without blocking Swift's few shared threads.
package enum BlockingCall {
  /// Runs `work` on a new thread and returns its result. `name` is the thread's name in debuggers.
  package static func run<Value: Sendable>(
    _ name: String, _ work: @escaping @Sendable () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      let code = SystemThread.start(name) { continuation.resume(returning: work()) }
      // If the system has no thread left, block this one: the work must still be done.
      if code != 0 { continuation.resume(returning: work()) }
    }
  }
}
