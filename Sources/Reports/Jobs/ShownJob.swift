import Basics
import BatchRunner

/// All that is known of one job.
package struct ShownJob {
  package enum State: String {
    case answered, failed
    case toDo = "to_do"
  }

  /// One attempt, as the journal tells it. What is `nil` is not known.
  struct Attempt {
    var startedAt: WallTime?
    var milliseconds: Int?
    /// Of the HTTP response; `nil`: none came.
    var status: Int?
    /// `nil`: the attempt has no end yet, or the process was killed.
    var verdict: String?
    var cost: Money?
    /// It may have been charged so much.
    var perhaps: Money?
  }

  /// What came back: an answer, or an error.
  struct Reply {
    /// Of the model; empty: there is none.
    var text = ""
    /// `nil`: the answer is usable, or the server's body tells the error.
    var code: String?
    /// The words of the error; empty: there is none.
    var message = ""
    /// As it is stored; `nil`: there was no response.
    var body: [UInt8]?
  }

  package let id: String
  /// In the job file when it ran, or where it stands now; `nil`: not known.
  var line: Int?
  package var state = State.toDo
  var flags: AnswerFlags = []
  /// The label that the answer names; `nil`: none was expected.
  var label: String?
  /// The job file has another request than the one that was answered.
  var isEdited = false
  /// As the job file has it; `nil`: it is not there.
  var request: [UInt8]?
  var reply: Reply?
  var status: Int?
  var finishReason = ""
  var model: String?
  var tokensIn: Int?
  var tokensOut: Int?
  var milliseconds: Int?
  var attempts: [Attempt] = []
  /// What is in `unusable.jsonl`, in the order in which it came.
  var unusable: [Reply] = []

  init(id: String) {
    self.id = id
  }

  /// The state and what is special about the answer: `answered, truncated`.
  var stateWords: String {
    let word = state == .toDo ? "to do" : state.rawValue
    let label = label.map { ["label '\(Printable($0))'"] } ?? []
    return ([word] + flagNames + label).joined(separator: ", ")
  }

  var flagNames: [String] {
    [(AnswerFlags.truncated, "truncated"), (.filtered, "filtered"), (.empty, "empty")]
      .filter { flags.contains($0.0) }.map(\.1)
  }
}

extension ShownJob.Reply {
  init(_ line: Outcome) {
    var bytes: [UInt8] = []
    line.appendAnswer(to: &bytes)
    text = String(decoding: bytes, as: UTF8.self)
    body = line.bodySpelling.map(Array.init)
    if let error = line.error {
      (code, message) = (error.code, error.message)
    } else if text.isEmpty {
      message = line.apiError.message ?? line.bodyText ?? ""
    }
  }
}
