/// The exit statuses, on which scripts rely. No other place numbers them.
///
/// 64 to 74 are those of `sysexits.h`; 128 plus a signal's number is the convention of shells.
package enum ExitStatus: Int32, CaseIterable, Comparable, Codable, Sendable {
  case finished = 0
  case couldNotRun = 1
  case someFailed = 3
  case insufficientBalance = 4
  case keyRefused = 5
  case stoppedEarly = 6
  case unreachable = 7
  case usage = 64
  case invalidInput = 65
  case noInput = 66
  case directoryInUse = 73
  case diskFailed = 74
  case hungUp = 129
  case interrupted = 130
  // The number of SIGUSR1 depends on the system.
  #if canImport(Darwin)
    case userSignal = 158
  #else
    case userSignal = 138
  #endif
  case terminated = 143
  case outOfTime = 152

  /// The status with this number; any other number counts as ``couldNotRun``.
  package init(read number: Int?) {
    self = number.flatMap { Int32(exactly: $0) }.flatMap(Self.init(rawValue:)) ?? .couldNotRun
  }

  /// The status of a run that this signal has interrupted.
  package init(signal number: Int32) {
    self = Self(rawValue: 128 &+ number) ?? .interrupted
  }

  package init(from decoder: any Decoder) throws {
    self.init(read: try decoder.singleValueContainer().decode(Int.self))
  }

  /// The more serious status has the larger number.
  package static func < (left: ExitStatus, right: ExitStatus) -> Bool {
    left.rawValue < right.rawValue
  }
}
