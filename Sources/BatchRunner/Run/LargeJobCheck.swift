package import Tokens

/// Finds the jobs that count more tokens than a limit allows in its whole window. They could never
/// start.
package struct LargeJobCheck: Sendable {
  package struct LargeJob: Sendable {
    /// The index of its job file.
    package let file: Int
    package let line: Int
    /// What it counts, see ``TokenWeight``.
    package let tokens: Int
  }

  /// `nil`: there is no such limit.
  private let most: Int?
  package private(set) var found: [LargeJob] = []

  /// `most`: `--tpm` or `--tpd`, whichever is lower.
  package init(most: Int?) {
    self.most = most
  }

  package mutating func look(at size: RequestSize, file: Int, line: Int) {
    guard let most else { return }
    let tokens = size.weight.tokens(usualOut: nil)
    if tokens > most { found.append(LargeJob(file: file, line: line, tokens: tokens)) }
  }
}
