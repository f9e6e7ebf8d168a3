/// What was counted and what is wrong.
struct Findings {
  /// Each begins with the promise that it breaks.
  var complaints: [String] = []
  var jobs = 0
  var arrivals = 0
  var sentAgain = 0
  /// Whole result lines that had to survive a process's end.
  var linesHeld = 0
  var syncs = 0
  var faults = 0

  mutating func complain(_ promise: String, _ text: String) {
    complaints.append("\(promise) broken: \(text)")
  }

  mutating func add(_ other: Findings) {
    complaints += other.complaints
    jobs += other.jobs
    arrivals += other.arrivals
    sentAgain += other.sentAgain
    linesHeld += other.linesHeld
    syncs += other.syncs
    faults += other.faults
  }

  func summary(of cases: Int) -> String {
    func count(_ promise: String) -> Int { complaints.count { $0.hasPrefix(promise) } }
    let broken = ["D1", "D2", "D4", "D5", "D7", "M4"].map { "\($0) \(count($0))" }
    return "\(cases) runs, \(faults) faults, \(jobs) jobs, \(arrivals) arrivals, \(sentAgain) sent "
      + "again, \(linesHeld) lines held, \(syncs) syncs; broken: "
      + broken.joined(separator: ", ")
  }
}
