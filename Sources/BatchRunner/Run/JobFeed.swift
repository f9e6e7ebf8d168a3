/// Reads jobs on a thread of its own, because a read from a disk can block for a long time.
actor JobFeed {
  private let executor = DiskExecutor()
  private let source: JobSource

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ source: sending JobSource) {
    self.source = source
  }

  /// Carries out `readJobs`: reads the next jobs and returns them as an event.
  func read() -> RunState.Event {
    do throws(JobReaderError) {
      let (jobs, isEnd) = try source.read()
      return .jobsRead(jobs, isEnd: isEnd)
    } catch {
      return .jobUnreadable(nil, error)
    }
  }

  /// Carries out `readAgain`: reads the job of a retry and returns it as an event.
  func readAgain(_ attempt: AttemptID, _ place: JobPlace) -> RunState.Event {
    do throws(JobReaderError) {
      return .jobReadAgain(attempt, try source.job(at: place))
    } catch {
      return .jobUnreadable(attempt, error)
    }
  }
}
