import Basics
import BatchRunner

/// A line of `failures.jsonl`, as far as a page wants it.
struct FailureLine {
  /// The status, or `error.code` of the line; with the API's own code for it, if it tells one.
  let kind: String
  /// The server's words, or ours; empty: none.
  let message: String

  init(
    _ head: OutcomeHead, _ line: UnsafeRawBufferPointer, _ outline: inout JSONOutline
  ) {
    guard (try? outline.read(line, depth: 4)) != nil else {
      kind = "unknown"
      message = ""
      return
    }
    func string(_ name: StaticString, of node: Int?) -> String? {
      node.flatMap { outline.member(name, of: $0, in: line) }
        .flatMap { outline.string($0, in: line) }
    }
    let error = outline.member("error", in: line)
    let response = outline.member("response", in: line)
    let answer = response.flatMap { outline.member("body", of: $0, in: line) }
    let inner = answer.flatMap { outline.member("error", of: $0, in: line) }
    if let code = string("code", of: error) {
      kind = Excerpt.of(code, longest: 60)
      message = Excerpt.of(string("message", of: error) ?? "")
      return
    }
    let status = response.flatMap { outline.member("status_code", of: $0, in: line) }
      .flatMap { outline.integer($0, in: line) }
    let code = string("code", of: inner).map { " \(Excerpt.of($0, longest: 60))" } ?? ""
    kind = (status.map(String.init) ?? "unknown") + code
    let words =
      string("message", of: inner) ?? string("error", of: answer)
      ?? answer.flatMap { outline.string($0, in: line) } ?? ""
    message = Excerpt.of(words)
  }
}
