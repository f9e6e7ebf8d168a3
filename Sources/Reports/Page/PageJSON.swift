import Basics
import BatchRunner

/// The object of `report --json`. The README lists its members, so they must keep their names
/// (written in snake_case).
struct PageJSON: Encodable {
  /// In milliseconds; `nil` if there are no answers.
  struct Latency: Encodable {
    let count: Int
    let mean, p50, p95, p99, longest: Int?

    init(_ latency: LatencyHistogram) {
      count = latency.count
      mean = latency.mean
      p50 = latency.quantile(0.5)
      p95 = latency.quantile(0.95)
      p99 = latency.quantile(0.99)
      longest = latency.count > 0 ? latency.most : nil
    }
  }

  struct Model: Encodable {
    let model: String
    let answers, tokensIn, tokensOut, tokensCached, tokensReasoning, truncated: Int
    let costUsd: Double?
    /// Answers that are not in ``costUsd``.
    let withoutCost: Int
    let latencyMs: Latency
  }

  struct Job: Encodable {
    let id: String
    let line: Int
    let model: String
    let latencyMs: Int
    let tokensIn, tokensOut: Int?
    let costUsd: Double?

    init(_ job: AnswerFigures.Job) {
      id = job.id
      line = job.line
      model = job.model
      latencyMs = job.latencyMilliseconds
      tokensIn = job.tokens?.in
      tokensOut = job.tokens?.out
      costUsd = job.cost?.dollars
    }
  }

  struct Failures: Encodable {
    struct Example: Encodable {
      let id: String
      let line: Int
      let message: String
    }

    let kind: String
    let jobs: Int
    let examples: [Example]
  }

  struct Event: Encodable {
    let at, kind, text: String
  }

  struct Session: Encodable {
    let began, lastAt, plan: String
    let requestsPerWindow: Int?
    let concurrency, toDo, attempts, succeeded, failed, tokensIn, tokensOut: Int
    let spendUsd: Double
    let exitStatus: Int32?
    let state, why: String?
  }

  /// Arrays of equal length, with one entry for each time slice.
  struct Timeline: Encodable {
    /// A stretch of time that begins at `offsetMs`; `cutMs` of inactivity before it are left out.
    struct Segment: Encodable {
      let offsetMs: Int
      let at: String
      let cutMs: Int
    }

    let sliceMs: Int
    let segments: [Segment]
    let starts, succeeded, failed, rateLimited, retried, tokensIn, tokensOut, inFlight: [Int]
    let spendUsd: [Double]
  }

  let directory, runID, jobFile, baseURL, plan, state, why: String
  let sandbox: Bool
  let running: Bool?
  let exitStatus: Int32?
  let remedy: String?
  let nextCommand: [String]
  let readAt: String
  let jobs, succeeded, failed, toDo: Int
  let attempts, rateLimited, retried, tokensIn, tokensOut, maybePaid, unfinished: Int
  let verdicts, askedAgain: [String: Int]
  let spendUsd, spendPerhapsUsd, spendUnknownUsd: Double
  let unknownCosts, unpriced: Int
  let costDifferences: SpendDifferencesJSON?
  let unpricedModels: [String]
  let creditsLeft: Double?
  let truncated: Int
  let truncatedIds: [String]
  let filtered: Int
  let filteredIds: [String]
  let empty: Int
  let emptyIds: [String]
  let activeSeconds: Double
  let latencyMs: Latency
  let latencyRelativeError: Double
  let models: [Model]
  let longest, dearest: [Job]
  let failures: [Failures]
  let events: [Event]
  let eventsLeftOut: Int
  let sessions: [Session]
  let sessionsLeftOut: Int
  let timeline: Timeline
  let damagedLines: [String: Int]
  let torn: [String]
  let estimatedAgainstActual: Comparison?
}

extension PageJSON {
  init(_ page: RunPage) {
    let total = page.journal.summary
    directory = page.directory.path
    runID = page.manifest.runID
    jobFile = page.manifest.jobFile
    baseURL = page.manifest.baseURL
    plan = page.manifest.plan
    (state, why) = (page.state.name.rawValue, page.state.why)
    sandbox = page.manifest.isSandbox
    running = page.isRunning
    exitStatus = page.exitStatus?.rawValue
    remedy = page.remedy
    nextCommand = page.nextCommand
    readAt = page.readAt.description
    (jobs, succeeded, failed, toDo) = (page.jobs, page.succeeded, page.failed, page.toDo)
    attempts = page.journal.attempts
    rateLimited = page.journal.rateLimited
    retried = page.journal.retried
    tokensIn = total.tokensIn
    tokensOut = total.tokensOut
    maybePaid = total.maybePaid
    unfinished = total.unfinished.count
    verdicts = total.verdicts
    askedAgain = total.askedAgain
    spendUsd = total.spend.known.dollars
    spendPerhapsUsd = total.spend.perhaps.dollars
    spendUnknownUsd = total.spend.unknownCeiling.dollars
    unknownCosts = total.spend.unknown
    unpriced = total.spend.unpriced
    costDifferences = SpendDifferencesJSON(total.spend)
    unpricedModels = page.answers.unpriced
    creditsLeft = page.manifest.totals.creditsLeft
    truncated = page.answers.truncated.count
    truncatedIds = page.answers.truncated.ids
    filtered = page.answers.filtered.count
    filteredIds = page.answers.filtered.ids
    empty = page.answers.empty.count
    emptyIds = page.answers.empty.ids
    activeSeconds = page.activeTime.inSeconds
    latencyMs = Latency(page.answers.latency)
    latencyRelativeError = LatencyHistogram.relativeError
    models = Self.models(page.answers)
    longest = page.answers.longest.elements.map(Job.init)
    dearest = page.answers.dearest.elements.map(Job.init)
    failures = Self.failures(page.failures)
    events = page.journal.events.elements.map {
      Event(at: $0.at.description, kind: $0.kind, text: $0.text)
    }
    eventsLeftOut = page.journal.events.dropped
    sessions = page.journal.sessions.elements.map(Self.session)
    sessionsLeftOut = page.journal.sessions.dropped
    timeline = Self.timeline(page.journal)
    damagedLines = [
      "journal": page.journal.damaged, "results": page.answers.damaged,
      "failures": page.failures.damaged,
    ]
    torn = page.torn
    estimatedAgainstActual = page.manifest.comparison
  }

  private static func models(_ answers: AnswerFigures) -> [Model] {
    answers.byModel.map { name, model in
      Model(
        model: name, answers: model.answers, tokensIn: model.tokensIn, tokensOut: model.tokensOut,
        tokensCached: model.tokensCached, tokensReasoning: model.tokensReasoning,
        truncated: model.truncated, costUsd: model.cost?.dollars, withoutCost: model.withoutCost,
        latencyMs: Latency(model.latency))
    }
  }

  private static func failures(_ failures: FailureFigures) -> [Failures] {
    failures.byKind.map { name, kind in
      Failures(
        kind: name, jobs: kind.count,
        examples: kind.examples.map {
          Failures.Example(id: $0.id, line: $0.line, message: $0.message)
        })
    }
  }

  private static func session(_ session: SessionList.Session) -> Session {
    Session(
      began: session.began.description, lastAt: session.lastAt.description, plan: session.plan,
      requestsPerWindow: session.requestsPerWindow, concurrency: session.concurrency,
      toDo: session.toDo, attempts: session.attempts, succeeded: session.succeeded,
      failed: session.failed, tokensIn: session.tokensIn, tokensOut: session.tokensOut,
      spendUsd: session.spend.dollars,
      exitStatus: session.stopped?.status.rawValue, state: session.stopped?.state.rawValue,
      why: session.stopped?.text)
  }

  private static func timeline(_ journal: JournalFigures) -> Timeline {
    let buckets = journal.buckets.buckets
    return Timeline(
      sliceMs: journal.buckets.width,
      segments: journal.timeline.segments.map {
        Timeline.Segment(
          offsetMs: $0.offset, at: WallTime(milliseconds: $0.at).description, cutMs: $0.gap)
      },
      starts: buckets.map(\.starts), succeeded: buckets.map(\.succeeded),
      failed: buckets.map(\.failed), rateLimited: buckets.map(\.rateLimited),
      retried: buckets.map(\.retried), tokensIn: buckets.map(\.tokensIn),
      tokensOut: buckets.map(\.tokensOut), inFlight: buckets.map(\.inFlightMost),
      spendUsd: buckets.map { $0.spend.dollars })
  }
}
