package import Basics
package import BatchRunner

/// Everything that a page shows about a run, read from its directory. It is read without the lock,
/// so a running run is not disturbed.
///
/// The files are read line by line. The memory used does not grow with them, except by eight bytes
/// per job.
package struct RunPage: Sendable {
  package let directory: RunDirectory
  package let manifest: Manifest
  /// Whether a process is working on the run; `nil` if that cannot be found out.
  package let isRunning: Bool?
  /// When the directory was read.
  package let readAt: WallTime
  /// The time zone of all times on the page.
  let zone: ClockZone
  let journal: JournalFigures
  let answers: AnswerFigures
  let failures: FailureFigures
  /// The names of files whose last line is incomplete, although no process writes to them.
  let torn: [String]
  /// Where the prices come from, in words.
  let prices: String

  /// Throws if the manifest is missing or invalid, if a file cannot be read, or if lines that were
  /// written whole are damaged now. Lines that a power cut left are only counted.
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
    try reading.read(directory)
    journal = reading.journal
    answers = reading.answers
    failures = reading.failures
    torn = reading.torn
  }
}

// MARK: - State

extension RunPage {
  /// The number of jobs in the job file when a run last read it.
  var jobs: Int { max(journal.summary.jobs, manifest.totals.jobs) }
  var succeeded: Int { answers.done.count }
  var failed: Int { failures.jobs }
  var toDo: Int { max(0, jobs - succeeded - failed) }

  /// The state, and the reason in words; the reason may be empty.
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
    return (.interrupted, RunStatus.killed)
  }

  /// `nil` if the run is running or was killed.
  var exitStatus: ExitStatus? {
    isRunning == true ? nil : journal.summary.stopped?.status
  }

  /// The number of lines that could not be read, in all files.
  var damaged: Int { journal.damaged + answers.damaged + failures.damaged }

  /// What the user should do before running the command again; `nil` if nothing.
  var remedy: String? {
    switch exitStatus {
    case .someFailed: "Look at the failures below. --retry-failed runs the failed jobs again."
    case .insufficientBalance: "Add credits or turn on auto-recharge at skillboss.co/console."
    case .keyRefused: "Check the key with 'nightshift key check'."
    case .stoppedEarly: "Check why it stopped, then change that option or correct the jobs."
    case .unreachable: "Check the network and the base URL."
    case .invalidInput: "Correct the job file; 'nightshift check' prints every problem."
    case .diskFailed: "Make room on the disk."
    default: nil
    }
  }

  /// The command that resumes the run, as words; empty if nothing is left or if the run is running.
  /// Options that the run directory does not store, such as `--max-cost`, are missing.
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
      let endpoint = try? Endpoint(manifest.baseURL, allowsInsecureHTTP: true)
      if endpoint?.isInsecure == true { words.append("--insecure-http") }
    }
    return toDo == 0 ? words + ["--retry-failed"] : words
  }
}
