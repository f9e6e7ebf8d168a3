import Basics
import Foundation

@testable import nightshift

extension ClockZone {
  init(_ zone: TimeZone) {
    self.init(name: zone.identifier) { zone.secondsFromGMT(for: $0) }
  }
}

/// Parses command lines, split at spaces, as if typed in Berlin at ``now``.
enum Typed {
  /// 2026-11-23T02:15:00+01:00.
  static let now = WallTime(milliseconds: 1_795_396_500_000)
  static let berlin = ClockZone(TimeZone(identifier: "Europe/Berlin")!)

  static func invocation(
    _ line: String, _ environment: [String: String] = [:]
  ) throws(UsageError) -> Invocation {
    try Invocation(
      arguments: line.split(separator: " ").map(String.init), environment: environment, now: now,
      timeZone: berlin)
  }

  /// The options of `nightshift run` with this line; traps if it is another command.
  static func run(
    _ line: String, _ environment: [String: String] = [:]
  ) throws(UsageError) -> RunOptions {
    guard case .run(let options) = try invocation("run \(line)", environment) else {
      preconditionFailure("not a run: \(line)")
    }
    return options
  }

  /// The error message that the user sees; `nil` if the line is valid.
  static func message(_ line: String, _ environment: [String: String] = [:]) -> String? {
    do throws(UsageError) {
      _ = try invocation(line, environment)
      return nil
    } catch {
      return Message.error(error, style: nil)
    }
  }
}
