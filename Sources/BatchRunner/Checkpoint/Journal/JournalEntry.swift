package import Basics

/// One thing that happened, as a line of `journal.jsonl`; ``JournalReader`` reads it back.
package enum JournalEntry: Sendable {
  /// A process took up the run.
  case began(at: WallTime, boot: String?, version: String, plan: Plan, jobs: Int, toDo: Int)
  /// An attempt may start: written before its bytes leave.
  /// `tokens`: what it counts against limits of tokens; 0 without such limits.
  case start(AttemptID, job: String, line: Int, sent: Int, tokens: Int = 0, at: WallTime)
  /// An attempt ended.
  case end(AttemptID, JournalEnd)
  /// So far the files are known to be on the disk itself.
  case synced(results: Int, failures: Int, unusable: Int, journal: Int)
  /// A pause, a halt, an outage and the like: `kind` is one word, `text` a sentence. `pause`: `nil` if
  /// it is none.
  case event(kind: String, text: String, pause: JournalPause? = nil, at: WallTime)
  /// The jobs that failed in a row at the end are still to do.
  case reopened(at: WallTime)
  /// The process let go of the run.
  case stopped(status: ExitStatus, state: RunStateName, text: String, at: WallTime)
}

/// How an attempt ended, for the journal.
package struct JournalEnd: Sendable {
  /// On the boot clock; `nil`: no byte left.
  package var leftAt: MonotonicInstant?
  package var tokensIn = 0
  package var tokensOut = 0
  package var latencyMilliseconds = 0
  /// Of the HTTP response; `nil`: none came.
  package var status: Int?
  /// `succeeded`, `failed`, `left`, or why it is tried again.
  package var verdict = ""
  /// It may have been charged for, and there is no usable answer.
  package var mayBePaid = false
  package var charge = Charge.nothing
  /// The most tokens in and out of an attempt that may have been charged and tells no counts.
  package var tokensAtMost = 0
  /// The failed job's place among jobs that failed in a row in the same way; `nil`: it has none.
  package var streak: FailureStreak.Mark?
  package var at = WallTime(milliseconds: 0)

  /// The verdict on an attempt whose job is still to do, in a later run.
  package static let leftToDo = "left to do"
  /// The verdict on an attempt after which an earlier answer to its job was stored, followed by the
  /// reason.
  static let earlierStored = "earlier answer stored"

  package init() {}
}

/// A pause in the journal.
package struct JournalPause: Sendable, Equatable {
  /// The model of which no request starts; `nil`: no request at all does.
  package let model: String?
  package let until: WallTime

  package init(model: String?, until: WallTime) {
    self.model = model
    self.until = until
  }
}

extension JournalEntry {
  /// Appends the line with its newline. Starts and ends have their members in a fixed order, so
  /// that a resume need not parse them as JSON.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .start(let attempt, let job, let line, let sent, let tokens, let at):
      bytes.append(contentsOf: "{\"e\":\"start\",\"a\":".utf8)
      bytes.append(decimal: Int(attempt.number))
      bytes.append(contentsOf: ",\"line\":".utf8)
      bytes.append(decimal: line)
      bytes.append(contentsOf: ",\"sent_before\":".utf8)
      bytes.append(decimal: sent)
      bytes.append(contentsOf: ",\"custom_id\":".utf8)
      JSONString.append(job, to: &bytes)
      if tokens > 0 {
        bytes.append(contentsOf: ",\"tokens\":".utf8)
        bytes.append(decimal: tokens)
      }
      Self.close(at, &bytes)
    case .end(let attempt, let end):
      Self.append(end, of: attempt, to: &bytes)
    case .synced(let results, let failures, let unusable, let journal):
      bytes.append(contentsOf: "{\"e\":\"synced\",\"results\":".utf8)
      bytes.append(decimal: results)
      bytes.append(contentsOf: ",\"failures\":".utf8)
      bytes.append(decimal: failures)
      bytes.append(contentsOf: ",\"unusable\":".utf8)
      bytes.append(decimal: unusable)
      bytes.append(contentsOf: ",\"journal\":".utf8)
      bytes.append(decimal: journal)
      bytes.append(contentsOf: "}\n".utf8)
    case .began(let at, let boot, let version, let plan, let jobs, let toDo):
      bytes.append(contentsOf: "{\"e\":\"began\",\"boot\":".utf8)
      JSONString.append(boot ?? "", to: &bytes)
      bytes.append(contentsOf: ",\"version\":".utf8)
      JSONString.append(version, to: &bytes)
      bytes.append(contentsOf: ",\"plan\":\"\(plan.name.rawValue)\",\"rpm\":".utf8)
      bytes.append(contentsOf: (plan.requestsPerWindow.map(String.init) ?? "null").utf8)
      bytes.append(contentsOf: ",\"concurrency\":\(plan.concurrency)".utf8)
      bytes.append(contentsOf: ",\"window_s\":\(plan.window / .seconds(1))".utf8)
      bytes.append(contentsOf: ",\"jobs\":\(jobs),\"to_do\":\(toDo)".utf8)
      Self.close(at, &bytes)
    case .event(let kind, let text, let pause, let at):
      bytes.append(contentsOf: "{\"e\":\"event\",\"kind\":".utf8)
      JSONString.append(kind, to: &bytes)
      bytes.append(contentsOf: ",\"text\":".utf8)
      JSONString.append(text, to: &bytes)
      if let model = pause?.model {
        bytes.append(contentsOf: ",\"model\":".utf8)
        JSONString.append(model, to: &bytes)
      }
      if let until = pause?.until {
        bytes.append(contentsOf: ",\"until\":\"".utf8)
        bytes.append(contentsOf: until.rfc3339)
        bytes.append(UInt8(ascii: "\""))
      }
      Self.close(at, &bytes)
    case .reopened(let at):
      bytes.append(contentsOf: "{\"e\":\"reopened\"".utf8)
      Self.close(at, &bytes)
    case .stopped(let status, let state, let text, let at):
      bytes.append(contentsOf: "{\"e\":\"stopped\",\"status\":\(status.rawValue),".utf8)
      bytes.append(contentsOf: "\"state\":\"\(state.rawValue)\",\"text\":".utf8)
      JSONString.append(text, to: &bytes)
      Self.close(at, &bytes)
    }
  }

  private static func append(_ end: JournalEnd, of attempt: AttemptID, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "{\"e\":\"end\",\"a\":".utf8)
    bytes.append(decimal: Int(attempt.number))
    bytes.append(contentsOf: ",\"left_ms\":".utf8)
    // Rounded up: a stamp that lies late is safe, one that lies early is not.
    bytes.append(decimal: end.leftAt.map { Int(($0.nanoseconds + 999_999) / 1_000_000) } ?? 0)
    bytes.append(contentsOf: ",\"in\":".utf8)
    bytes.append(decimal: end.tokensIn)
    bytes.append(contentsOf: ",\"out\":".utf8)
    bytes.append(decimal: end.tokensOut)
    bytes.append(contentsOf: ",\"ms\":".utf8)
    bytes.append(decimal: end.latencyMilliseconds)
    bytes.append(contentsOf: ",\"status\":".utf8)
    bytes.append(decimal: end.status ?? 0)
    switch end.charge {
    case .known(let money):
      bytes.append(contentsOf: ",\"nanousd\":".utf8)
      bytes.append(decimal: money.nanodollars)
    case .differing(let money, let listed):
      bytes.append(contentsOf: ",\"nanousd\":".utf8)
      bytes.append(decimal: money.nanodollars)
      bytes.append(contentsOf: ",\"nanousd_listed\":".utf8)
      bytes.append(decimal: listed.nanodollars)
    case .unknown(let most):
      bytes.append(contentsOf: ",\"nanousd_unknown\":".utf8)
      bytes.append(decimal: most.nanodollars)
    case .perhaps(let money):
      bytes.append(contentsOf: ",\"nanousd_perhaps\":".utf8)
      bytes.append(decimal: money.nanodollars)
    case .unpriced: bytes.append(contentsOf: ",\"unpriced\":1".utf8)
    case .nothing, .perhapsUnpriced: break
    }
    if end.tokensAtMost > 0 {
      bytes.append(contentsOf: ",\"tokens_at_most\":".utf8)
      bytes.append(decimal: end.tokensAtMost)
    }
    bytes.append(contentsOf: (end.mayBePaid ? ",\"paid\":\"maybe\"" : "").utf8)
    if let mark = end.streak {
      bytes.append(contentsOf: ",\"in_a_row\":".utf8)
      bytes.append(decimal: mark.position)
      bytes.append(contentsOf: ",\"kind\":".utf8)
      JSONString.append(mark.kind, to: &bytes)
    }
    bytes.append(contentsOf: ",\"verdict\":".utf8)
    JSONString.append(end.verdict, to: &bytes)
    close(end.at, &bytes)
  }

  private static func close(_ at: WallTime, _ bytes: inout [UInt8]) {
    bytes.append(contentsOf: ",\"at\":\"".utf8)
    bytes.append(contentsOf: at.rfc3339)
    bytes.append(contentsOf: "\"}\n".utf8)
  }
}
