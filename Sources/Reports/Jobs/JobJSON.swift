package import Basics
import BatchRunner

extension ShownJob {
  /// The job as a JSON object. The README lists its members.
  package var json: JSONLine {
    var line = JSONLine()
    line.member("custom_id", id)
    line.member("line", self.line)
    line.member("state", state.rawValue)
    line.member("flags", flagNames)
    line.member("label", label)
    line.member("edited", isEdited)
    line.member("answer", answer)
    line.member("finish_reason", finishReason.isEmpty ? nil : finishReason)
    line.member("model", model)
    line.member("tokens_in", tokensIn)
    line.member("tokens_out", tokensOut)
    line.member("latency_ms", milliseconds)
    line.member("status_code", status)
    line.member("error", state == .failed ? reply?.error : nil)
    line.member("attempts", attempts.map(\.json))
    line.member("unusable", unusable.map(\.json))
    Self.add(request, as: "request", to: &line)
    Self.add(reply?.body, as: "response", to: &line)
    return line
  }

  /// `nil`: there is no text.
  private var answer: String? {
    reply.flatMap { state == .answered || !$0.text.isEmpty ? $0.text : nil }
  }

  fileprivate static func add(_ json: [UInt8]?, as name: String, to line: inout JSONLine) {
    guard let json else { return line.member(name, json: nil) }
    json.withUnsafeBytes { line.member(name, json: $0) }
  }
}

extension ShownJob.Reply {
  fileprivate var error: JSONLine {
    var line = JSONLine()
    line.member("code", code)
    line.member("message", message.isEmpty ? nil : message)
    return line
  }

  fileprivate var json: JSONLine {
    var line = JSONLine()
    line.member("answer", text.isEmpty ? nil : text)
    line.member("error", code == nil && message.isEmpty ? nil : error)
    ShownJob.add(body, as: "response", to: &line)
    return line
  }
}

extension ShownJob.Attempt {
  fileprivate var json: JSONLine {
    var line = JSONLine()
    line.member("started_at", startedAt?.description)
    line.member("latency_ms", milliseconds)
    line.member("status_code", status)
    line.member("verdict", verdict)
    line.member("usd", cost?.dollars)
    line.member("usd_perhaps", perhaps?.dollars)
    return line
  }
}
