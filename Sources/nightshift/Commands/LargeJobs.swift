import Basics
import BatchRunner

/// The error when single jobs count more tokens than `--tpm` or `--tpd` allows: they could never
/// start.
struct LargeJobs: UserFacing {
  let jobs: [LargeJobCheck.LargeJob]
  /// Of the job files.
  let names: [String]
  let limit: Int
  let option: String

  /// `names`: of the job files.
  static func refuse(
    _ check: LargeJobCheck, _ options: RunOptions, names: [String]
  ) throws(CommandError) {
    guard let largest = options.largestRequest, !check.found.isEmpty else { return }
    throw CommandError(
      status: .invalidInput,
      error: LargeJobs(
        jobs: check.found, names: names, limit: largest.tokens, option: largest.option))
  }

  var problem: String {
    let listed = jobs.prefix(5).map {
      "\(names[$0.file]):\($0.line): this request counts as \(Figure.count($0.tokens, "token")), "
        + "and \(option) allows \(Figure.count(limit))."
    }
    let more =
      jobs.count > 5 ? ["\(Figure.count(jobs.count - 5)) more requests are too large."] : []
    return (listed + more).joined(separator: "\n")
  }

  var remedy: String? {
    "Raise \(option), lower max_tokens in these jobs, or take them out of the file."
  }
}
