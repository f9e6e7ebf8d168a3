import Basics
import BatchRunner
import SandboxAPI

// As `Batch` does on its way out: what may start is noted in the journal, and only then sent.
extension Process {
  func step() {
    guard !isSending else { return }
    while toSend.count < 64 {
      let nextJob: Money?
      do throws(JobReaderError) {
        nextJob = try source.readAhead().first
      } catch {
        stop(error)
        return
      }
      let now = world.moment(world.now)
      let next = schedule.next(at: now, nextJob: nextJob)
      syncGate()
      switch next {
      case .startNew(let attempt, let isProbe):
        guard let job = source.take(1).first else {
          preconditionFailure("a new job was started, and none was at hand")
        }
        prepare(attempt, job, Ticket(place: job.place, ceiling: job.ceiling), isProbe)
      case .retry(let attempt, let ticket, let isProbe):
        retry(attempt, ticket, isProbe)
      case .wait(let until):
        if toSend.isEmpty, let until {
          agenda.add(.step, at: world.instant(until) + within(.milliseconds(20)))
        }
        return sendPrepared()
      case .over:
        if toSend.isEmpty { isOver = true }
        return sendPrepared()
      }
    }
    sendPrepared()
  }

  private func retry(_ attempt: AttemptID, _ ticket: Ticket, _ isProbe: Bool) {
    do throws(JobReaderError) {
      prepare(attempt, try source.job(at: ticket.place), ticket, isProbe)
    } catch {
      schedule.withdraw(attempt)
      stop(error)
    }
  }

  private func stop(_ error: JobReaderError) {
    switch error {
    case .changed(let change): stop(.jobFileChanged(change))
    case .file(let error): stop(.diskFailed(error))
    }
  }

  private func prepare(_ attempt: AttemptID, _ job: Job, _ ticket: Ticket, _ isProbe: Bool) {
    flights[attempt] = Flight(job: job, ticket: ticket, startedAt: world.moment(world.now))
    toNote.append(.start(attempt, job: job.id, line: job.line, sent: ticket.sent, at: world.wall))
    toSend.append(Request(attempt: attempt, body: job.body, isProbe: isProbe))
    world.tell("order   start \(attempt.number): job \(job.id)\(isProbe ? ", as a probe" : "")")
  }

  private func sendPrepared() {
    guard !toSend.isEmpty else { return }
    isSending = true
    agenda.add(.sendOff, at: world.now + within(.milliseconds(2)))
  }

  /// The starts stand in the journal before a byte leaves.
  func sendOff() {
    let requests = toSend
    let entries = toNote
    (toSend, toNote, isSending) = ([], [], false)
    do throws(FileError) {
      defer { scheduleSync() }
      try ledger.begin(entries)
    } catch {
      stop(.diskFailed(error))
      for request in requests {
        flights[request.attempt] = nil
        schedule.withdraw(request.attempt)
      }
      wake()
      return
    }
    for request in requests {
      carriages[request.attempt] = Carriage(
        request: request, token: LineText.value("content", in: request.body) ?? "")
      let hesitation = world.dice.unit() < 0.1 ? Duration.seconds(2) : .milliseconds(5)
      agenda.add(.leave(request.attempt), at: world.disk.clock + within(hesitation))
    }
    wake()
  }
}
