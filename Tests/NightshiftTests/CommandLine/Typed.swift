import Basics
import Foundation

@testable import nightshift

extension ClockZone {
  init(_ zone: TimeZone) {
    self.init(name: zone.identifier) { zone.secondsFromGMT(for: $0) }
  }
}

/// A command line at a quarter past two at night in Berlin, as a shell would split it.
enum Typed {
  /// 2026-11-23T02:15:00+01:00
  static let now = WallTime(milliseconds: 1_795_396_500_000)
  static let berlin = ClockZone(TimeZone(identifier: "Europe/Berlin")!)

  static func invocation(
    _ line: String, _ environment: [String: String] = [:]
  ) throws(UsageError) -> Invocation {
    try Invocation(
      arguments: line.split(separator: " ").map(String.init), environment: environment, now: now,
      timeZone: berlin)
  }

  /// Traps where another command was typed.
  static func run(
    _ line: String, _ environment: [String: String] = [:]
  ) throws(UsageError) -> RunOptions {
    guard case .run(let options) = try invocation("run \(line)", environment) else {
      preconditionFailure("not a run: \(line)")
    }
    return options
  }

  /// What the user reads; `nil`: the line is fine.
  static func message(_ line: String, _ environment: [String: String] = [:]) -> String? {
    do throws(UsageError) {
      _ = try invocation(line, environment)
      return nil
    } catch {
      return Message.error(error, style: nil)
    }
  }
}
