import Basics
import BatchRunner

extension Waiting {
  /// What the run waits for, in words, such as `rate limit: next start in 12 s`.
  package var words: String {
    switch self {
    case .rateWindow(let rest): "rate limit: next start in \(rest.countdown)"
    case .serverLimit(let rest): "the server asked for a pause: \(rest.countdown)"
    case .dailyLimit(let rest, let limit): "\(limit): next start in \(rest.countdown)"
    case .outage(let since, let reason, let probe):
      "\(Self.outage(reason, since)): \(Self.next(probe))"
    case .balance(let probe): "balance is empty: \(Self.next(probe))"
    }
  }

  /// The same for narrow terminals, in at most 20 columns.
  package var briefWords: String {
    switch self {
    case .rateWindow(let rest): "next start \(rest.countdown)"
    case .serverLimit(let rest): "paused for \(rest.countdown)"
    case .dailyLimit(let rest, _): "next start \(rest.countdown)"
    case .outage(_, _, let probe): "offline, \(Self.briefNext(probe))"
    case .balance(let probe): "no funds, \(Self.briefNext(probe))"
    }
  }

  /// If the reason is a status such as `503`, the server does answer, so the connection works.
  private static func outage(_ reason: String, _ since: Duration) -> String {
    if reason.utf8.count == 3, Int(reason) != nil {
      return "only status \(reason) for \(since.countdown)"
    }
    return "no connection for \(since.countdown) (\(Printable(reason)))"
  }

  /// `probe` is the time until the next probe; `nil` if one is in flight.
  private static func next(_ probe: Duration?) -> String {
    probe.map { "next probe in \($0.countdown)" } ?? "probing now"
  }

  private static func briefNext(_ probe: Duration?) -> String {
    probe.map { "try \($0.countdown)" } ?? "probing"
  }
}

extension RunProgress {
  /// What the run waits for, in words; `nil` if it waits for nothing.
  package var holdUp: String? {
    guard isDraining else { return waiting?.words }
    guard inFlight > 0 else { return "stopping: nothing is in flight" }
    let them = inFlight == 1 ? "it" : "them"
    return "stopping: \(Figure.count(inFlight)) in flight may finish; "
      + "press Ctrl-C again to drop \(them)"
  }

  /// The same for narrow terminals.
  package var briefHoldUp: String? {
    isDraining ? "stopping, \(Figure.count(inFlight)) left" : waiting?.briefWords
  }
}
