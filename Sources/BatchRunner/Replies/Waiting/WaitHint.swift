import Basics

/// One value by which a server says when to come back, as it wrote it.
struct WaitHint: Sendable, Equatable {
  /// What a bare number counts.
  enum Unit: Sendable {
    /// Seconds from now; above 10⁹ Unix time in seconds, above 10¹¹ Unix time in milliseconds.
    case seconds
    /// Milliseconds from now.
    case milliseconds
  }

  /// The members of an error by which services say it.
  enum Member: CaseIterable {
    case retryDelay, retryAfter, retryAfterSeconds, retryAfterMilliseconds, resetsIn, resetsAt
    case resetAt

    var name: StaticString {
      switch self {
      case .retryDelay: "retryDelay"
      case .retryAfter: "retry_after"
      case .retryAfterSeconds: "retry_after_seconds"
      case .retryAfterMilliseconds: "retry_after_ms"
      case .resetsIn: "resets_in_seconds"
      case .resetsAt: "resets_at"
      case .resetAt: "reset_at"
      }
    }

    var unit: Unit { self == .retryAfterMilliseconds ? .milliseconds : .seconds }
  }

  let text: String
  let unit: Unit

  init(_ text: String, _ unit: Unit = .seconds) {
    self.text = text
    self.unit = unit
  }

  /// A hint further ahead than this is none.
  static let longest = Duration.seconds(31 * 86_400)

  /// The wait from `now`, in Unix seconds; zero or more. `nil`: the text is no time, the time is in
  /// the past, or it is more than ``longest`` ahead.
  func wait(from now: Double) -> Duration? { seconds(from: now).flatMap(Self.sensible) }

  /// The seconds as a wait; `nil`: negative, no number, or more than ``longest``.
  static func sensible(_ seconds: Double) -> Duration? {
    guard seconds >= 0, seconds <= longest / .seconds(1) else { return nil }
    return .milliseconds(Int64((seconds * 1000).rounded()))
  }

  /// Whether the text is a point in time, not a time from now.
  var isAbsolute: Bool {
    if let number = Self.number(text) { return unit == .seconds && number > 1e9 }
    return SpokenTime.duration(text) == nil
  }

  private func seconds(from now: Double) -> Double? {
    if let number = Self.number(text) {
      switch unit {
      case .milliseconds: return number / 1000
      case .seconds where number > 1e11: return number / 1000 - now
      case .seconds where number > 1e9: return number - now
      case .seconds: return number
      }
    }
    if let duration = SpokenTime.duration(text) { return duration }
    if let date = HTTPDate(text) { return Double(date.unixSeconds) - now }
    return SpokenTime.date(text).map { $0 - now }
  }

  /// A decimal number with an optional fraction; no exponent, no hex.
  private static func number(_ text: String) -> Double? {
    guard !text.isEmpty,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D })
    else { return nil }
    return Double(text)
  }
}
