package import Basics
package import BatchRunner

/// All that the directory of a run tells about it, for one page: read without its lock, and
/// without disturbing it.
///
/// Every file is read line by line; what is kept of it does not grow with it, but for eight bytes
/// a job.
package struct RunPage: Sendable {
  package let directory: RunDirectory
  package let manifest: Manifest
  /// A process works on it; `nil`: it cannot be told.
  package let isRunning: Bool?
  /// When it was read.
  package let readAt: WallTime
  let zone: ClockZone
  let journal: JournalFigures
  let answers: AnswerFigures
  let failures: FailureFigures
  /// Files whose last line has no newline, although nobody writes.
  let torn: [String]
  let prices: String

  package init(
    _ directory: RunDirectory, prices: PriceList, at now: WallTime, zone: ClockZone
  ) throws(CheckpointError) {
    self.directory = directory
    self.prices = prices.source
    self.zone = zone
    readAt = now
    guard let manifest = try Manifest(in: directory) else {
      throw .malformedManifest(path: directory.manifest, reason: "it is missing")
    }
    self.manifest = manifest
    isRunning = RunLock.isHeld(directory)
    var reading = PageReading(prices: prices, isRunning: isRunning == true, at: now)
    do throws(FileError) {
      try reading.read(directory)
    } catch {
      throw .file(error)
    }
    journal = reading.journal
    answers = reading.answers
    failures = reading.failures
    torn = reading.torn
  }
}

// MARK: - What follows from it

extension RunPage {
  /// Jobs in the job file when it was last read.
  var jobs: Int { max(journal.summary.jobs, manifest.totals.jobs) }
  var succeeded: Int { answers.done.count }
  var failed: Int { failures.jobs }
  var toDo: Int { max(0, jobs - succeeded - failed) }

  /// Its name, and why.
  var state: (name: RunStateName, why: String) {
    let summary = journal.summary
    if isRunning == true {
      let event = summary.lastEvent
      let isHeldUp = event.map { ["outage", "balance_empty"].contains($0.kind) } ?? false
      return (.running, isHeldUp ? event?.text ?? "" : "")
    }
    if let stopped = summary.stopped {
      return (stopped.state, stopped.text)
    }
    return (.interrupted, "it was killed; the same command goes on")
  }

  /// `nil`: it runs, or was killed.
  var exitStatus: ExitStatus? {
    isRunning == true ? nil : journal.summary.stopped?.status
  }

  var damaged: Int { journal.damaged + answers.damaged + failures.damaged }

  /// What to do before the command is run again; `nil`: nothing in particular.
  var remedy: String? {
    switch exitStatus {
    case .someFailed: "Look at the failures below. --retry-failed runs the failed jobs again."
    case .insufficientBalance: "Add credits or turn on auto-recharge at skillboss.co/console."
    case .keyRefused: "Verify the key with 'nightshift key check'."
    case .stoppedEarly: "Look at why it stopped, and change that option or mend the jobs."
    case .unreachable: "Check the network and the base URL."
    case .invalidInput: "Mend the job file; 'nightshift check' prints every problem."
    case .diskFailed: "Make room on the disk."
    default: nil
    }
  }

  /// What to type to go on; empty: nothing is left, or it goes on already. Options that are not
  /// kept in the run directory (`--max-cost` and the like) are not in it.
  var nextCommand: [String] {
    guard isRunning != true, toDo + failed > 0 else { return [] }
    var words = ["nightshift", "run", directory.path]
    if manifest.isSandbox { words.append("--sandbox") }
    words += ["--plan", manifest.plan]
    let standard = [Plan.free, .starter].first { $0.name.rawValue == manifest.plan }
    if let rpm = manifest.requestsPerWindow, rpm != standard?.requestsPerWindow {
      words += ["--rpm", String(rpm)]
    }
    if manifest.concurrency != standard?.concurrency {
      words += ["--concurrency", String(manifest.concurrency)]
    }
    if !manifest.isSandbox, manifest.baseURL != Endpoint.standard {
      words += ["--base-url", manifest.baseURL]
    }
    return toDo == 0 ? words + ["--retry-failed"] : words
  }
}
