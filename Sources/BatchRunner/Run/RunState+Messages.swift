package import Basics

extension RunState {
  /// What happened, as far as the run must know.
  package enum Event: Sendable {
    case began
    /// The next jobs that were not tried yet. `isEnd`: there are no more behind them.
    case jobsRead([Job], isEnd: Bool)
    case jobReadAgain(AttemptID, Job)
    /// `attempt`: the retry that needed its job again; `nil`: reading ahead failed.
    case jobUnreadable(AttemptID?, JobReaderError)
    case permitsGranted([Permit])
    case startsJournaled([AttemptID])
    case startsNotJournaled([AttemptID], FileError)
    /// What the transport told together: first bytes that left, and attempts that ended.
    case news(left: [(AttemptID, at: MonotonicInstant)], ended: [AttemptEnd], at: WallTime)
    case outcomesSaved([AttemptID])
    /// `rest`: what did not get onto the disk of that part; ``outcomesSaved(_:)`` follows.
    case outcomesNotSaved(part: Int, rest: Checkpoint.Commit, FileError)
    /// The key's sources were read again. `message`: what to tell if no new key was there.
    case keyRead(isNew: Bool, message: String)
    /// The balance address answered.
    case creditsAre(Double)
    case signal(Int32)
    /// Something outside the run's own steps forbids to go on.
    case halted(Halt)
    case tick
  }

  /// What is to be done, in the order in which it stands.
  package enum Order: Sendable {
    case readJobs
    /// For retries, whose jobs are not kept in memory.
    case readAgain(AttemptID, JobPlace)
    /// Wait for up to so many permits; there is no such wait under way.
    case askForPermits(Int)
    /// Comes back as ``Event/startsJournaled(_:)``; no byte may leave before.
    case journalStarts([Start])
    case send([Request])
    /// By part. Comes back as ``Event/outcomesSaved(_:)`` with these attempts.
    case saveOutcomes([Int: Checkpoint.Commit], of: [AttemptID])
    case tellLimiter([LimiterChange])
    case gate(GateChange)
    case readKeyAgain
    case notify([Notice])
    /// Be there again at this moment, with ``Event/tick``, unless something happens before.
    case wake(at: MonotonicInstant)
    case cancelAll
    /// Nothing is in flight and nothing more will start. By part: what could not be written, for a
    /// last try.
    case finish(unsaved: [Int: [Checkpoint.Commit]])
  }

  /// A start that is to stand in the journal.
  package struct Start: Sendable {
    package let attempt: AttemptID
    package let job: Job
    /// Attempts at the job that had left before.
    package let sent: Int
  }

  package enum GateChange: Sendable, Equatable {
    case hold, release, shut
    /// The transport held it because of an answer that is judged now.
    case releaseOfTransport
  }
}
