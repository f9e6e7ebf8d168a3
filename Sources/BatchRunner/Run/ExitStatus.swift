/// The statuses that scripts rely on; the one place where they are numbered.
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
  case terminated = 143

  /// As a file tells it; a number that is none of these counts as ``couldNotRun``.
  package init(read number: Int?) {
    self = number.flatMap { Int32(exactly: $0) }.flatMap(Self.init(rawValue:)) ?? .couldNotRun
  }

  package init(from decoder: any Decoder) throws {
    self.init(read: try decoder.singleValueContainer().decode(Int.self))
  }

  /// The graver one is the larger number, in the table of which none is as good as 0.
  package static func < (left: ExitStatus, right: ExitStatus) -> Bool {
    left.rawValue < right.rawValue
  }
}
