import Foundation

/// Plants bugs one after the other, and looks whether the tests that they name fail.
struct Round {
  private var copy: Copy
  private let code: Project
  private var outcomes: OutcomeFile
  /// In the order of the files where they go: so little is built for each.
  private let bugs: [(bug: PlantedBug, plant: Result<Project.Plant, Project.DoesNotFit>)]

  init(
    _ bugs: [PlantedBug], from first: String?, project: String, outcomes: OutcomeFile
  ) throws(Copy.Failed) {
    copy = try Copy(of: project)
    if copy.lacksChanges { say("Only what is committed is tried. There are changes that are not.") }
    let code = copy.code
    self.code = code
    self.outcomes = outcomes
    let fits = bugs.map { bug in
      (bug, Result { () throws(Project.DoesNotFit) in try code.plant(bug) })
    }
    let sorted = fits.sorted { one, other in
      let places = [one, other].map { (try? $0.1.get().place) ?? "" }
      return (places[0], one.0.name) < (places[1], other.0.name)
    }
    self.bugs = Array(sorted.drop { first != nil && $0.0.name != first })
  }

  /// Whether all were caught.
  mutating func run() throws -> Bool {
    say("Building the project as it is.")
    let build = copy.build(log: "as-it-is")
    guard build.succeeded else {
      throw Copy.Failed(reason: "it does not build without a bug: \(copy.log(of: "as-it-is"))")
    }
    let tests = Set(bugs.map(\.bug.test)).filter(code.hasTest).sorted()
    var sound = ""
    if !tests.isEmpty {
      say("Running the named tests as it is.")
      sound = copy.runTests(tests, log: "tests-as-it-is", limit: .seconds(1800)).log
    }
    var caught = 0
    for (number, (bug, plant)) in bugs.enumerated() {
      let verdict = try verdict(bug, plant, sound)
      try outcomes.record(bug, verdict)
      if verdict.hasPrefix("caught") { caught += 1 }
      say("\(number + 1) of \(bugs.count)\t\(bug.name)\t\(verdict)")
    }
    try copy.plant(nil)
    say("\(caught) of \(bugs.count) planted bugs caught")
    return caught == bugs.count
  }

  private mutating func verdict(
    _ bug: PlantedBug, _ plant: Result<Project.Plant, Project.DoesNotFit>, _ sound: String
  ) throws -> String {
    if case .failure(let error) = plant { return "does not fit: " + error.reason }
    guard code.hasTest(bug.test) else { return "no such test" }
    if TestLog(sound, bug.test).hasFailed { return "the test fails without the bug" }
    try copy.plant(plant.get())
    guard copy.build(log: bug.name).succeeded else { return "does not build" }
    let end = copy.runTests([bug.test], log: bug.name, limit: .seconds(300))
    let log = TestLog(end.log, bug.test)
    if log.hasFailed { return "caught" }
    if !log.hasStarted { return "the test did not run" }
    if end.status == nil { return "caught: the test does not end" }
    return log.hasPassed ? "MISSED" : "caught: the test crashes"
  }
}

/// What a run of tests says of one of them.
struct TestLog {
  private let lines: [Substring]

  init(_ log: String, _ name: String) {
    lines = log.split(separator: "\n").filter { $0.contains("Test \"\(name)\"") }
  }

  var hasStarted: Bool { !lines.isEmpty }
  var hasPassed: Bool { lines.contains { $0.contains(" passed after ") } }
  var hasFailed: Bool {
    lines.contains { $0.contains(" recorded an issue") || $0.contains(" failed after ") }
  }
}
