import BatchRunner

/// Why a job failed, in the words of a page.
struct FailureWords {
  /// The status, or `error.code` of the line; with the API's own code for it, if it tells one.
  let kind: String
  /// The server's words, or ours; empty: none.
  let message: String

  init(_ line: Outcome) {
    if let own = line.error {
      kind = Excerpt.of(own.code, longest: 60)
      message = Excerpt.of(own.message)
      return
    }
    let (code, words) = line.apiError
    kind =
      (line.status.map(String.init) ?? "unknown")
      + (code.map { " \(Excerpt.of($0, longest: 60))" } ?? "")
    message = Excerpt.of(words ?? line.bodyText ?? "")
  }
}
