package import Basics
package import BatchRunner

/// The progress of a run as one line of plain text, as for a log.
package enum ProgressLine {
  /// Without a line break. `offset` is the offset of local time from UTC, in seconds; positive in
  /// the east.
  package static func text(
    _ progress: RunProgress, at wall: Date, secondsFromGMT offset: Int = 0, asciiOnly: Bool = false
  ) -> String {
    let share = Figure.percent(progress.succeeded, of: progress.jobs)
    var parts = [
      "\(Figure.count(progress.succeeded)) of \(Figure.count(progress.jobs)) done (\(share))",
      "\(Figure.count(progress.failed)) failed",
      "\(Figure.count(progress.inFlight)) in flight",
      "\(Figure.rate(progress.jobsPerMinute))/min",
      "\(Figure.compact(progress.tokensIn)) tokens in",
      "\(Figure.compact(progress.tokensOut)) out",
    ]
    if let spend = progress.spendWords { parts.append(spend) }
    if let credits = progress.creditsLeft {
      parts.append("\(Figure.credits(credits)) credits left")
    } else if progress.isBalanceLow {
      parts.append("balance low")
    }
    if let remaining = progress.remaining { parts.append("\(remaining.countdown) left") }
    let stamp = Timestamp(wall, secondsFromGMT: offset).timeOfDay
    let title = progress.isDraining ? "; " : "; waiting: "
    let holdUp = progress.holdUp.map { title + $0 } ?? ""
    let line = "\(stamp)  \(parts.joined(separator: ", "))\(holdUp)"
    return Printable(line, asciiOnly: asciiOnly).description
  }
}
