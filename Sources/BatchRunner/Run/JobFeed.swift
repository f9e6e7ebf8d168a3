/// Reads jobs on a thread of its own, since a disk may be slow.
actor JobFeed {
  private let executor = DiskExecutor()
  private let source: JobSource

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ source: sending JobSource) {
    self.source = source
  }

  /// As an event for the run's state.
  func read() -> RunState.Event {
    do throws(JobReaderError) {
      let (jobs, isEnd) = try source.read()
      return .jobsRead(jobs, isEnd: isEnd)
    } catch {
      return .jobUnreadable(nil, error)
    }
  }

  func readAgain(_ attempt: AttemptID, _ place: JobPlace) -> RunState.Event {
    do throws(JobReaderError) {
      return .jobReadAgain(attempt, try source.job(at: place))
    } catch {
      return .jobUnreadable(attempt, error)
    }
  }
}
