import Foundation

/// One run with everything that was recorded of it.
struct Case {
  private typealias Object = [String: Any]

  private let folder: String
  private var findings = Findings()
  private let concurrency: Int
  private let cutShort: Int
  /// Bodies by job.
  private var bodies: [String: String] = [:]

  init(_ folder: String) {
    self.folder = folder
    let facts = Self.object(at: folder + "/case.json") ?? [:]
    concurrency = facts["concurrency"] as? Int ?? 0
    cutShort = facts["cut_short"] as? Int ?? 0
  }

  func check() -> Findings {
    var copy = self
    copy.run()
    return copy.findings
  }

  private mutating func run() {
    for job in objects("jobs.jsonl") {
      guard let id = job["custom_id"] as? String, let body = job["body"] as? Object else {
        continue
      }
      bodies[id] = Self.text(body)
    }
    findings.jobs = bodies.count
    let arrivals = objects("server.jsonl")
    findings.arrivals = arrivals.count
    let results = objects("jobs.run/results.jsonl")
    let failures = objects("jobs.run/failures.jsonl")
    checkOutcomes(results, failures, arrivals)
    checkSurvivors()
    checkAttempts(arrivals, objects("jobs.run/journal.jsonl"))
    for name in names(beginning: "trace-") {
      var trace = Trace(wholeLines(name))
      trace.check(&findings, isWhole: name.hasSuffix("-whole"))
    }
  }

  /// D4: each job in exactly one place, and its answer is one that the server gave for it.
  private mutating func checkOutcomes(
    _ results: [Object], _ failures: [Object], _ arrivals: [Object]
  ) {
    var given: [String: Set<String>] = [:]
    for arrival in arrivals {
      guard let body = arrival["body"] as? String, let content = arrival["content"] as? String,
        let object = Self.object(Data(body.utf8))
      else { continue }
      given[Self.text(object), default: []].insert(content)
    }
    var counts: [String: Int] = [:]
    for line in results + failures {
      let id = line["custom_id"] as? String ?? "?"
      counts[id, default: 0] += 1
      if bodies[id] == nil { findings.complain("D4", "invented: \(id)") }
    }
    for id in bodies.keys.sorted() {
      let count = counts[id] ?? 0
      if count == 0 { findings.complain("D4", "lost: \(id)") }
      if count > 1 { findings.complain("D4", "\(count) times: \(id)") }
    }
    for line in results {
      let id = line["custom_id"] as? String ?? "?"
      let response = line["response"] as? Object
      let choices = (response?["body"] as? Object)?["choices"] as? [Object]
      let content = (choices?.first?["message"] as? Object)?["content"] as? String
      guard let content, let body = bodies[id], given[body]?.contains(content) == true else {
        findings.complain("D4", "\(id) has an answer that the server did not give for it")
        continue
      }
    }
  }

  /// D1: whole lines of earlier processes stand unchanged.
  private mutating func checkSurvivors() {
    let last = Set(lines("jobs.run/results.jsonl"))
    for name in names(beginning: "before-") {
      for line in wholeLines(name) {
        findings.linesHeld += 1
        if !last.contains(line) { findings.complain("D1", "lost: \(line.prefix(60))") }
      }
    }
  }

  /// M4 and D5: no more requests than starts, no more sent again than was in flight.
  private mutating func checkAttempts(_ arrivals: [Object], _ journal: [Object]) {
    var starts: [String: Int] = [:]
    for line in journal where line["e"] as? String == "start" {
      starts[line["custom_id"] as? String ?? "?", default: 0] += 1
    }
    var came: [String: Int] = [:]
    for arrival in arrivals {
      guard let body = arrival["body"] as? String, let object = Self.object(Data(body.utf8)) else {
        findings.complain("M4", "a request whose body is no job's")
        continue
      }
      came[Self.text(object), default: 0] += 1
    }
    for (id, body) in bodies {
      let arrived = came[body] ?? 0
      findings.sentAgain += max(0, arrived - 1)
      if arrived > starts[id] ?? 0 {
        findings.complain("M4", "\(id): \(arrived) arrivals, \(starts[id] ?? 0) starts")
      }
    }
    let allowed = cutShort * concurrency
    if findings.sentAgain > allowed {
      findings.complain("D5", "\(findings.sentAgain) sent again, \(allowed) were in flight")
    }
  }
}

// MARK: - Reading

extension Case {
  private func data(_ name: String) -> Data {
    FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
  }

  private func lines(_ name: String) -> [String] {
    data(name).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  private func wholeLines(_ name: String) -> [String] {
    let data = data(name)
    let end = data.lastIndex(of: 0x0A).map { $0 + 1 } ?? data.startIndex
    return data[..<end].split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  private mutating func objects(_ name: String) -> [Object] {
    let bytes = data(name)
    if !bytes.isEmpty, bytes.last != 0x0A { findings.complain("D4", "\(name) ends in a torn line") }
    return bytes.split(separator: 0x0A).enumerated().compactMap { index, line in
      if let object = Self.object(line) { return object }
      findings.complain("D4", "\(name):\(index + 1) is not JSON")
      return nil
    }
  }

  private func names(beginning: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasPrefix(beginning) }.sorted()
  }

  private static func object(at path: String) -> Object? {
    FileManager.default.contents(atPath: path).flatMap(object)
  }

  private static func object(_ data: Data) -> Object? {
    (try? JSONSerialization.jsonObject(with: data)) as? Object
  }

  /// One spelling for bodies that say the same.
  private static func text(_ object: Object) -> String {
    let data = try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
