import Basics
import Foundation

@testable import BatchRunner
@testable import Fuzzing
@testable import RunSamples

/// One response, read and written to the files of a run as a run does it.
struct StoredReply {
  let end: AttemptEnd
  /// The lines of `results.jsonl` or `failures.jsonl`, then those of `unusable.jsonl`.
  private(set) var lines: [[UInt8]] = []

  init(_ body: [UInt8], of job: Job, isLast: Bool = true) {
    self.init(Response(status: 200, body: body), of: job, isLast: isLast)
  }

  /// `isLast`: a reply without an answer fails the job; otherwise the job is tried again.
  init(
    _ response: Response, of job: Job, isLast: Bool, expecting: Expectation = Expectation(),
    askingAgain: AskingAgain = AskingAgain()
  ) {
    var reader = ReplyReader(
      expecting: expecting, askingAgain: askingAgain, pricing: Pricing(.builtIn),
      redactor: Redactor([]))
    let reply = Reply(
      attempt: AttemptID(1), result: .success(response),
      leftAt: MonotonicInstant(nanoseconds: 1), endedAt: MonotonicInstant(nanoseconds: 2))
    end = reader.read(reply, to: job, at: WallTime(milliseconds: 0))
    let decision: JobDecision =
      switch end.diagnosis {
      case .succeeded(let answer): .store(answer)
      default: isLast ? .fail(end.diagnosis.failure ?? Self.failure) : .again(why: "test")
      }
    let attempt = InFlightAttempt(
      id: AttemptID(1), job: job, budget: RetryBudget(place: job.place),
      permit: Permit(number: 1), startedAt: MonotonicInstant(nanoseconds: 1), probe: nil)
    var commit = Checkpoint.Commit()
    end.record(attempt, of: job, decision, at: WallTime(milliseconds: 0), in: &commit)
    var line = OutcomeLine(runID: "run", redactor: Redactor([]))
    for record in commit.succeeded + commit.failed + commit.unusable {
      var bytes: [UInt8] = []
      line.append(record, to: &bytes)
      lines.append(bytes.dropLast())
    }
  }

  private static let failure = Failure(kind: .invalidResponse, message: "test")

  /// Every line is strict JSON on one line, with a head that fits.
  var isValid: Bool {
    lines.allSatisfy { line in
      !line.contains(0x0A) && line.withUnsafeBytes { OutcomeHead($0) != nil }
        && StrictJSON.accepts(line)
    }
  }

  /// Whether one of the lines has these bytes as its body, but for line breaks between tokens.
  func holds(_ body: [UInt8]) -> Bool {
    lines.contains { line in
      let stored = Self.body(in: line)
      let isEdge: (UInt8) -> Bool = { JSONScanner.isSpace($0) }
      let inside = body.drop(while: isEdge).reversed().drop(while: isEdge).reversed()
      return stored.text == body || stored.spelling == Array(inside)
        || stored.spelling == inside.filter { $0 != 0x0A && $0 != 0x0D }
    }
  }

  /// The body as it stands in a line, and as text if it is a string there.
  static func body(in line: [UInt8]) -> (spelling: [UInt8], text: [UInt8]?) {
    line.withUnsafeBytes { bytes in
      var outline = JSONOutline()
      guard (try? outline.read(bytes, depth: 2)) != nil,
        let response = outline.member("response", in: bytes),
        let body = outline.member("body", of: response, in: bytes),
        let head = OutcomeHead(bytes)
      else { return ([], nil) }
      let spelling = Array(bytes[outline.nodes[body].range])
      guard let text = outline.string(body, in: bytes) else { return (spelling, nil) }
      return (
        spelling, head.isEncoded ? Data(base64Encoded: text).map { [UInt8]($0) } : Array(text.utf8)
      )
    }
  }

  /// The answer as `export` shows it.
  var answer: String? {
    guard let line = lines.first else { return nil }
    return line.withUnsafeBytes { bytes in
      var reader = OutcomeReader(.answer)
      guard let outcome = reader.read(bytes) else { return nil }
      var text: [UInt8] = []
      _ = outcome.appendAnswer(to: &text)
      return String(validating: text, as: UTF8.self)
    }
  }
}
