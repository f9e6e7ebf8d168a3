/// What many nights come to.
package struct NightFigures: Sendable {
  package private(set) var nights = 0
  package private(set) var sessions = 0
  package private(set) var requests = 0
  package private(set) var answers = 0
  package private(set) var excused = 0
  package private(set) var hours = 0.0
  package private(set) var faults: [NightFault: Int] = [:]
  package private(set) var checks: [Promise: Int] = [:]
  /// Nights in which a promise was broken, a few of them.
  package private(set) var failures: [(seed: UInt64, violation: Violation)] = []
  package private(set) var failed = 0

  private static let mostFailures = 20

  package init() {}

  package mutating func add(_ report: Night.Report) {
    nights += 1
    sessions += report.sessions
    requests += report.requests
    answers += report.answers
    excused += report.excused
    hours += report.simulated / .seconds(3600)
    faults.merge(report.faults, uniquingKeysWith: +)
    checks.merge(report.checks, uniquingKeysWith: +)
    guard let first = report.violations.first else { return }
    failed += 1
    if failures.count < Self.mostFailures { failures.append((report.seed, first)) }
  }

  package mutating func add(_ other: NightFigures) {
    nights += other.nights
    sessions += other.sessions
    requests += other.requests
    answers += other.answers
    excused += other.excused
    hours += other.hours
    faults.merge(other.faults, uniquingKeysWith: +)
    checks.merge(other.checks, uniquingKeysWith: +)
    failed += other.failed
    failures = Array((failures + other.failures).prefix(Self.mostFailures))
  }

  /// For people.
  package var lines: [String] {
    let injected = faults.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value)" }
    let held = Promise.allCases.map { "\($0.rawValue) \(checks[$0, default: 0])" }
    var lines = [
      "nights: \(nights), sessions: \(sessions), simulated hours: \(Int(hours))",
      "requests: \(requests), usable answers: \(answers), of them lost: "
        + "\(excused) with the process or the power, as D1 and D2 allow; otherwise: 0",
      "faults: \(faults.values.reduce(0, +)): " + injected.joined(separator: ", "),
      "promises held: \(checks.values.reduce(0, +)): " + held.joined(separator: ", "),
      "nights with a broken promise: \(failed)",
    ]
    if failed > 0 { lines[1] = String(lines[1].prefix { $0 != ";" }) }
    for (seed, violation) in failures {
      lines.append(
        "BROKEN  \(violation.promise.rawValue): \(violation.text)\n"
          + "        nightshift-bench nights --seed \(seed) --trace")
    }
    return lines
  }
}
