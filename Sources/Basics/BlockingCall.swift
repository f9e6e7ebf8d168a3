/// A call that blocks, awaited on a thread of its own: Swift's own threads are few, and all work
/// waits while they do.
package enum BlockingCall {
  /// `name`: of the thread, for debuggers.
  package static func run<Value: Sendable>(
    _ name: String, _ work: @escaping @Sendable () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      let code = SystemThread.start(name) { continuation.resume(returning: work()) }
      // Without a thread it is better to block than not to do it.
      if code != 0 { continuation.resume(returning: work()) }
    }
  }
}
