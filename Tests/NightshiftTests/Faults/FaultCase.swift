import BatchRunner
import Foundation

/// A small run that is resumed until it is done, while faults happen in its processes.
final class FaultCase {
  static let jobs = 12
  static let concurrency = 3

  let folder: String
  let server = LoggingServer()
  /// What differed from what is allowed.
  private(set) var complaints: [String] = []
  private(set) var hits = 0
  private var processes = 0
  private var cutShort = 0
  private let canary: Canary

  init(in parent: String, name: String, canary: Canary) throws {
    folder = "\(parent)/\(name)"
    self.canary = canary
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let text = (0..<Self.jobs).map { Site.line("job-\($0)") }.joined()
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/jobs.jsonl"))
  }

  deinit {
    server.stop()
  }

  var directory: String { folder + "/jobs.run" }

  private var words: [String] {
    [
      BuiltProgram.path, "run", folder + "/jobs.jsonl", "--base-url", server.baseURL, "--plan",
      "none", "--concurrency", "\(Self.concurrency)", "--progress", "none",
    ]
  }

  /// Runs the program once, with a fault or without, and returns how it ended.
  @discardableResult func run(_ fault: PlantedFault? = nil) throws -> Child.End {
    processes += 1
    let trace = "\(folder)/trace-\(processes)"
    var environment =
      (fault ?? PlantedFault(group: .disk, call: 0, kind: .io))
      .environment(directory: directory, trace: trace)
    environment["SKILLBOSS_KEY"] = canary.key
    let child = try Child(words, in: folder, environment: environment, name: "out-\(processes)")
    let end = child.wait(seconds: 60)
    let count = Self.hits(in: trace)
    hits += count
    // After a single disk error, the answers in flight are still stored, so nothing is sent again.
    if let fault, end != .exit(0), fault.isForEver || fault.kind.kills { cutShort += 1 }
    let isExpected = fault.map { Self.allows(end, $0, count > 0) } ?? (end == .exit(0))
    if !isExpected {
      complaints.append("\(fault?.description ?? "no fault"): \(end): \(child.standardError)")
    }
    if end == .exit(0), count == 0 {
      try FileManager.default.moveItem(atPath: trace, toPath: trace + "-whole")
    }
    return end
  }

  /// Copies the current results, so that the checker can see that none is lost later.
  func snapshot() throws {
    let path = directory + "/results.jsonl"
    let copy = "\(folder)/before-\(processes).jsonl"
    guard FileManager.default.fileExists(atPath: path),
      !FileManager.default.fileExists(atPath: copy)
    else { return }
    try FileManager.default.copyItem(atPath: path, toPath: copy)
  }

  /// Resumes the run without faults, and writes the files that the checker reads.
  func finish() throws {
    try snapshot()
    try run()
    try server.write(to: folder + "/server.jsonl")
    // After a network fault, the program may make an attempt again by itself.
    let facts = ["concurrency": Self.concurrency, "cut_short": cutShort + netRetries]
    try JSONSerialization.data(withJSONObject: facts)
      .write(to: URL(fileURLWithPath: folder + "/case.json"))
  }

  var netRetries = 0

  static func hits(in trace: String) -> Int {
    let text = (try? String(contentsOfFile: trace, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").count {
      let fields = $0.split(separator: "\t", maxSplits: 5, omittingEmptySubsequences: false)
      return fields.count == 6 && fields[4] != "0"
    }
  }

  private static func allows(_ end: Child.End, _ fault: PlantedFault, _ wasHit: Bool) -> Bool {
    if !wasHit { return end == .exit(0) }
    if fault.kind.kills { return end == .killed(SIGKILL) }
    if fault.group == .net { return end == .exit(0) }
    switch fault.kind {
    case .short: return end == .exit(0)
    case .interrupted, .zero: return [.exit(0), .exit(73), .exit(74)].contains(end)
    // 73: the fault happened before the directory could be used.
    default: return end == .exit(74) || end == .exit(73)
    }
  }
}
