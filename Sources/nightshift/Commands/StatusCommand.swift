import Basics
import BatchRunner
import Reports

/// `nightshift status`: prints the progress of a run, which may be running or not.
struct StatusCommand {
  let options: StatusOptions
  let console: Console

  func run() async -> ExitStatus {
    let directory = RunDirectory(JobInput.directory(of: options.run))
    guard directory.exists else {
      console.error(NoRun(path: options.run))
      return .noInput
    }
    do throws(CheckpointError) {
      var reader = RunReader(directory)
      if options.watches {
        return try await StatusWatch(isJSON: options.isJSON, text: text, json: json).watch(&reader)
      }
      let status = try reader.look(at: BootClock.now, wall: .now)
      StandardOutput.write(options.isJSON ? json(status) : text(status))
      return .finished
    } catch {
      console.error(error)
      return .invalidInput
    }
  }

  /// The status as lines for people.
  private func text(_ status: RunStatus) -> String {
    let state = status.state
    let why = state.why.isEmpty ? "" : ": \(Printable(state.why))"
    let journal = status.journal
    var lines = [
      "state      \(state.name.rawValue)\(why)",
      "jobs       \(Figure.count(status.succeeded)) of \(Figure.count(status.jobs)) done, "
        + "\(Figure.count(status.failed)) failed, \(Figure.count(status.toDo)) to do",
      "attempts   \(Figure.count(journal.attemptsSent)), "
        + "\(Figure.count(status.startsInLastMinute)) in the last minute, "
        + "\(Figure.count(journal.unfinished.count)) unfinished",
      "tokens     \(Figure.compact(journal.tokensIn)) in, \(Figure.compact(journal.tokensOut)) out",
    ]
    lines.insert("pace       \(StatusWatch.pace(status))", at: 2)
    if let flagged = Self.flagged(status) { lines.append("flagged    \(flagged)") }
    if !journal.askedAgain.isEmpty {
      lines.append("again      answers asked again: \(RunProgress.tally(journal.askedAgain))")
    }
    if let spend = journal.spend.words() {
      lines.append("spend      \(spend)\(journal.spend.perhapsWords.map { ", \($0)" } ?? "")")
    }
    if let credits = status.manifest.totals.creditsLeft {
      lines.append("credits    \(Figure.credits(credits)) left when last reported")
    }
    if let rate = status.manifest.totals.learnedStartsPerSecond {
      lines.append("learned    \(LearnedRate.words(rate)), at the end of the last session")
    }
    if journal.maybePaid > 0 {
      lines.append(
        "uncertain  \(Figure.count(journal.maybePaid, "attempt")) may have been charged without a "
          + "usable answer")
    }
    let slow = stragglers(status).map { Printable($0.words).description }
    if !slow.isEmpty { lines.append("slow       \(slow.joined(separator: ", "))") }
    if let waiting = Self.waiting(status.pauses) { lines.append("waiting    \(waiting)") }
    if let event = journal.lastEvent {
      lines.append("last event \(Printable(event.at)) \(Printable(event.text))")
    }
    lines.append("directory  \(Printable(status.directory.path))")
    lines.append("last line  \(Printable(journal.lastLineAt ?? "none"))")
    return lines.map { $0 + "\n" }.joined()
  }

  private func stragglers(_ status: RunStatus) -> [Straggler] {
    status.stragglers { lines in
      RunJobFile(options.run, status.directory).path.map { JobModels.ofLines(lines, in: $0) } ?? [:]
    }
  }

  /// Which models wait for a limit, and until when; `nil`: none does.
  private static func waiting(_ pauses: [JournalPause]) -> String? {
    guard !pauses.isEmpty else { return nil }
    let named = pauses.prefix(3).map {
      ($0.model.map { "'\(Printable($0))'" } ?? "everything") + " until \($0.until.description)"
    }
    let more = pauses.count > 3 ? " and \(Figure.count(pauses.count - 3)) more" : ""
    return named.joined(separator: ", ") + more
  }

  /// How many results are perhaps not what the user wants; `nil`: none.
  private static func flagged(_ status: RunStatus) -> String? {
    let counts = [
      (status.truncated, "truncated"), (status.filtered, "filtered"), (status.empty, "empty"),
    ].filter { $0.0 > 0 }
    guard !counts.isEmpty else { return nil }
    return counts.map { "\(Figure.count($0)) \($1)" }.joined(separator: ", ")
  }

  /// The status as one JSON object on one line.
  private func json(_ status: RunStatus) -> String {
    let journal = status.journal
    let state = status.state
    let value = StatusJSON(
      state: state.name.rawValue, why: state.why, running: status.isRunning,
      directory: status.directory.path,
      runID: status.manifest.runID, jobFile: status.manifest.jobFile, jobs: status.jobs,
      succeeded: status.succeeded, failed: status.failed, toDo: status.toDo,
      attempts: journal.attemptsSent, startsInLastMinute: status.startsInLastMinute,
      unfinished: journal.unfinished.map(\.job), maybePaid: journal.maybePaid,
      tokensIn: journal.tokensIn, tokensOut: journal.tokensOut,
      truncated: status.truncated, filtered: status.filtered, empty: status.empty,
      askedAgain: journal.askedAgain,
      spendUsd: journal.spend.known.dollars, spendPerhapsUsd: journal.spend.perhaps.dollars,
      spendUnknownUsd: journal.spend.unknownCeiling.dollars,
      unknownCosts: journal.spend.unknown, unpriced: journal.spend.unpriced,
      costDifferences: SpendDifferencesJSON(journal.spend),
      creditsLeft: status.manifest.totals.creditsLeft,
      learnedStartsPerSecond: status.manifest.totals.learnedStartsPerSecond,
      exitStatus: journal.stopped?.status.rawValue,
      lastLineAt: journal.lastLineAt, beganAt: journal.beganAt,
      jobsPerMinute: status.jobsPerMinute, secondsLeft: status.remaining?.inSeconds,
      waitingFor: status.holdUp?.kind,
      stragglers: stragglers(status).map {
        .init(id: $0.job, model: $0.model, seconds: $0.age.inSeconds)
      },
      pauses: status.pauses.map {
        .init(model: $0.model, until: String(decoding: $0.until.rfc3339, as: UTF8.self))
      },
      lastEvent: journal.lastEvent.map { .init(kind: $0.kind, text: $0.text, at: $0.at) })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("a status could not be written as JSON")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

/// The object of `status --json`. The README lists its members, so they must keep their names
/// (written in snake_case).
private struct StatusJSON: Encodable {
  let state: String
  let why: String
  let running: Bool?
  let directory: String
  let runID: String
  let jobFile: String
  let jobs: Int
  let succeeded: Int
  let failed: Int
  let toDo: Int
  let attempts: Int
  let startsInLastMinute: Int
  let unfinished: [String]
  let maybePaid: Int
  let tokensIn: Int
  let tokensOut: Int
  let truncated: Int
  let filtered: Int
  let empty: Int
  let askedAgain: [String: Int]
  let spendUsd: Double
  let spendPerhapsUsd: Double
  let spendUnknownUsd: Double
  let unknownCosts: Int
  let unpriced: Int
  let costDifferences: SpendDifferencesJSON?
  let creditsLeft: Double?
  let learnedStartsPerSecond: Double?
  let exitStatus: Int32?
  let lastLineAt: String?
  let beganAt: String?
  let jobsPerMinute: Double?
  let secondsLeft: Double?
  let waitingFor: String?
  let stragglers: [Request]
  let pauses: [Pause]
  let lastEvent: Event?

  struct Request: Encodable {
    let id: String
    let model: String?
    let seconds: Double
  }

  struct Pause: Encodable {
    let model: String?
    let until: String
  }

  struct Event: Encodable {
    let kind: String
    let text: String
    let at: String
  }
}

/// The error when a path names neither a run directory nor a job file with one.
struct NoRun: UserFacing {
  let path: String
  var problem: String { "there is no run at '\(path)'." }
  var remedy: String? { "Name a run directory or its job file." }
}
