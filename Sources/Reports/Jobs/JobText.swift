import Basics
import BatchRunner

/// A job as text for people.
package struct JobText: CustomStringConvertible {
  private let job: ShownJob

  package init(_ job: ShownJob) {
    self.job = job
  }

  /// Whole lines; safe for a terminal.
  package var description: String {
    let lines = [heading] + figures + request + reply + unusable + attempts
    return lines.map { $0 + "\n" }.joined()
  }

  private var heading: String {
    let line = job.line.map { ", line \($0)" } ?? ""
    return "\(Printable(job.id))\(line): \(job.stateWords)"
  }

  private var figures: [String] {
    var words: [String] = []
    if let model = job.model { words.append("\(Printable(Excerpt.of(model, longest: 100)))") }
    if let tokens = job.tokensIn { words.append("\(Figure.count(tokens)) tokens in") }
    if let tokens = job.tokensOut { words.append("\(Figure.count(tokens)) out") }
    if let milliseconds = job.milliseconds {
      words.append(Duration.milliseconds(milliseconds).words)
    }
    if !job.finishReason.isEmpty {
      words.append("finish_reason \(Printable(Excerpt.of(job.finishReason, longest: 60)))")
    }
    return words.isEmpty ? [] : ["  " + words.joined(separator: ", ")]
  }

  private var request: [String] {
    guard let body = job.request else { return [] }
    let title =
      job.isEdited ? "Request (as it is now; it was changed since this reply)" : "Request"
    return [title] + RequestText.lines(body)
  }

  private var reply: [String] {
    guard let reply = job.reply else { return [] }
    let hasText = job.state == .answered || !reply.text.isEmpty
    let answer = hasText ? ["Answer"] + TextLines.of(reply.text, indent: 2) : []
    return answer + (job.state == .failed ? ["Error"] + error(reply, job.status) : [])
  }

  /// `status`: of the response; `nil`: none came, or it is not told.
  private func error(_ reply: ShownJob.Reply, _ status: Int?) -> [String] {
    let label = reply.code ?? status.map { "HTTP \($0)" } ?? "no answer"
    let words = reply.message.isEmpty ? label : "\(label): \(reply.message)"
    return TextLines.of(words, indent: 2)
  }

  private var unusable: [String] {
    job.unusable.enumerated().flatMap { index, reply in
      ["Kept in unusable.jsonl, \(index + 1) of \(job.unusable.count)"]
        + (reply.text.isEmpty ? [] : TextLines.of(reply.text, indent: 2))
        + (reply.code == nil && reply.message.isEmpty
          ? [] : error(reply, nil).map { reply.text.isEmpty ? $0 : "  (\($0.dropFirst(2)))" })
    }
  }

  private var attempts: [String] {
    guard !job.attempts.isEmpty else { return [] }
    return ["Attempts"]
      + job.attempts.enumerated().map { index, attempt in
        "  \(index + 1)  " + attempt.words.joined(separator: "  ")
      }
  }
}

extension ShownJob.Attempt {
  /// Start, status, time, what became of the job, and cost.
  fileprivate var words: [String] {
    var words: [String] = []
    if let startedAt { words.append(startedAt.description) }
    if let status { words.append("\(status)") }
    if let milliseconds { words.append(Duration.milliseconds(milliseconds).words) }
    words.append(verdict.map { Printable($0).description } ?? "no end yet, or killed")
    if let cost { words.append(Figure.dollars(cost)) }
    if let perhaps { words.append("perhaps \(Figure.dollars(perhaps))") }
    return words
  }
}
