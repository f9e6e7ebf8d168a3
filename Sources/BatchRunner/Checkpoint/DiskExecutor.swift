import Dispatch

/// Runs an actor that calls into the disk on a thread of its own, since those calls block.
final class DiskExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "nightshift.disk", qos: .userInitiated)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
