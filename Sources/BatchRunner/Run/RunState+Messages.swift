package import Basics

extension RunState {
  /// Something that happened. Most events are the outcome of an ``Order``.
  package enum Event: Sendable {
    /// The run starts. Always the first event, once.
    case began
    /// The outcome of ``Order/readJobs``: the next jobs of the files. `isEnd`: no more follow.
    case jobsRead([Job], isEnd: Bool)
    /// The outcome of ``Order/readAgain(_:_:)``: the retry's job.
    case jobReadAgain(AttemptID, Job)
    /// A job file cannot be read, or has changed. `attempt`: the retry whose job was being read
    /// again; `nil`: reading ahead failed.
    case jobUnreadable(AttemptID?, JobReaderError)
    /// The outcome of ``Order/askForPermits(_:)``.
    case limiterAnswered(PermitAnswer)
    /// The starts of these attempts are in the journal.
    case startsJournaled([AttemptID])
    /// The journal could not be written; nothing of these attempts was sent.
    case startsNotJournaled([AttemptID], FileError)
    /// What the transport reported together: first bytes that left, and attempts that ended. `at`:
    /// the time of day, for the records on disk.
    case news(left: [(AttemptID, at: MonotonicInstant)], ended: [AttemptEnd], at: WallTime)
    /// The save of these attempts' outcomes has ended, whether or not it succeeded. None: it was a
    /// save of earlier answers.
    case outcomesSaved([AttemptID])
    /// The outcomes of one job file could not all be written. `rest`: the part that is not on
    /// disk. ``outcomesSaved(_:)`` follows.
    case outcomesNotSaved(part: Int, rest: Checkpoint.Commit, FileError)
    /// The outcome of ``Order/readKeyAgain``. `message`: the reason for the halt if there was no
    /// new key.
    case keyRead(isNew: Bool, message: String)
    /// The balance address reported this many credits.
    case creditsReported(Double)
    /// The process received this signal, which asks it to end.
    case signal(Int32)
    /// Something outside this state requires the run to stop, such as a full disk.
    case halted(Halt)
    /// The program did not run for so long, until now.
    case stoodStill(for: Duration)
    /// Time has passed. Comes at ``Order/wake(at:)`` and also a few times per second.
    case tick
  }

  /// Something to do. The orders of one event are carried out one after the other.
  package enum Order: Sendable {
    /// Read the next jobs of the job files; ends with ``Event/jobsRead(_:isEnd:)`` or
    /// ``Event/jobUnreadable(_:_:)``. The run does not wait for it.
    case readJobs
    /// Read a retry's job again, since waiting jobs are not kept in memory. The run does not wait
    /// for it.
    case readAgain(AttemptID, JobPlace)
    /// Ask the limiter for permits. A request that is still open is changed to this one. The run does
    /// not wait for it.
    case askForPermits(PermitRequest)
    /// Write the starts to the journal; ends with ``Event/startsJournaled(_:)``. No byte of these
    /// attempts may leave before.
    case journalStarts([Start])
    /// Hand the requests to the transport.
    case send([Request])
    /// Write the outcomes, by job file, to disk; ends with ``Event/outcomesSaved(_:)`` for these
    /// attempts. Without attempts: the outcomes are earlier answers of jobs that wait.
    case saveOutcomes([Int: Checkpoint.Commit], of: [AttemptID])
    /// Pass the changes to the limiter.
    case updateLimiter([LimiterChange])
    /// Open or close the transport's gate.
    case gate(GateChange)
    /// Read the key's sources again; ends with ``Event/keyRead(isNew:message:)``. The run does not
    /// wait for it.
    case readKeyAgain
    /// Write the notices to the journals and show them to the user.
    case notify([Notice])
    /// Send ``Event/tick`` at this time. A later order of this kind replaces an earlier one.
    case wake(at: MonotonicInstant)
    /// Cancel all requests in flight; each still ends with a reply.
    case cancelAll
    /// The run is over: nothing is in flight and nothing more will start. `unsaved`: by job file,
    /// the outcomes that could not be written; they are tried one last time. `reopened`: jobs that
    /// failed and are still to do in a later run.
    case finish(unsaved: [Int: [Checkpoint.Commit]], reopened: [JobPlace])
  }

  /// The start of an attempt, as it is written to the journal.
  package struct Start: Sendable {
    package let attempt: AttemptID
    package let job: Job
    /// Earlier attempts at the job whose bytes left.
    package let sent: Int
    /// What it counts against limits of tokens; 0 without such limits.
    package let tokens: Int
  }

  /// See ``Gate``.
  package enum GateChange: Sendable, Equatable {
    case hold, release, shut
    /// Releases the hold that the transport took when a suspicious reply came; the reply has now
    /// been judged.
    case releaseOfTransport
  }
}
