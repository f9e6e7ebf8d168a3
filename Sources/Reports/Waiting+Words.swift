import Basics
import BatchRunner

extension Waiting {
  /// `rate limit: next start in 12 s`.
  package var words: String {
    switch self {
    case .rateWindow(let rest): "rate limit: next start in \(rest.countdown)"
    case .serverLimit(let rest): "the server asked for quiet: \(rest.countdown)"
    case .outage(let since, let reason, let probe):
      "\(Self.outage(reason, since)): \(Self.next(probe))"
    case .balance(let probe): "balance is empty: \(Self.next(probe))"
    }
  }

  /// The same for narrow places, in at most 20 columns.
  package var briefWords: String {
    switch self {
    case .rateWindow(let rest): "next start \(rest.countdown)"
    case .serverLimit(let rest): "quiet for \(rest.countdown)"
    case .outage(_, _, let probe): "offline, \(Self.briefNext(probe))"
    case .balance(let probe): "no funds, \(Self.briefNext(probe))"
    }
  }

  /// A status in place of a reason means that somebody does answer.
  private static func outage(_ reason: String, _ since: Duration) -> String {
    if reason.utf8.count == 3, Int(reason) != nil {
      return "nothing but \(reason) for \(since.countdown)"
    }
    return "no connection since \(since.countdown) (\(Printable(reason)))"
  }

  private static func next(_ probe: Duration?) -> String {
    probe.map { "next probe in \($0.countdown)" } ?? "probing now"
  }

  private static func briefNext(_ probe: Duration?) -> String {
    probe.map { "try \($0.countdown)" } ?? "probing"
  }
}

extension Progress {
  /// What holds the run up, in words; `nil`: nothing does.
  package var holdUp: String? {
    guard isDraining else { return waiting?.words }
    guard inFlight > 0 else { return "stopping: nothing is in flight" }
    let them = inFlight == 1 ? "it" : "them"
    return "stopping: \(Figure.count(inFlight)) in flight may finish; "
      + "press Ctrl-C again to drop \(them)"
  }

  /// The same for narrow places.
  package var briefHoldUp: String? {
    isDraining ? "stopping, \(Figure.count(inFlight)) left" : waiting?.briefWords
  }
}
