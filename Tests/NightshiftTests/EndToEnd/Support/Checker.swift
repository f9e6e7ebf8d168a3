import Foundation

/// Reads the files of a finished run without any code of the program.
struct Checker {
  struct Line {
    let id: String
    let content: String?
    let status: Int?
  }

  let results: [Line]
  let failures: [Line]
  /// What is wrong with the files.
  private(set) var complaints: [String] = []

  init(_ directory: String) {
    var complaints: [String] = []
    results = Self.lines(directory + "/results.jsonl", &complaints)
    failures = Self.lines(directory + "/failures.jsonl", &complaints)
    _ = Self.objects(directory + "/journal.jsonl", &complaints)
    self.complaints = complaints
  }

  /// The problems with the files, unless each of `jobs` is in exactly one of results and failures,
  /// once, and no other job is.
  func complaints(ofAll jobs: [String]) -> [String] {
    let known = Set(jobs)
    let seen = (results + failures).map(\.id)
    let counts = Dictionary(seen.map { ($0, 1) }, uniquingKeysWith: +)
    return complaints + jobs.filter { counts[$0] == nil }.map { "lost: \($0)" }
      + counts.keys.filter { !known.contains($0) }.map { "invented: \($0)" }
      + counts.filter { $0.value > 1 }.map { "\($0.value) times: \($0.key)" }
  }

  /// Jobs with an attempt that started but has no end in the journal.
  static func startedWithoutEnd(_ directory: String) -> Set<String> {
    var complaints: [String] = []
    var open: [Int: String] = [:]
    for entry in objects(directory + "/journal.jsonl", &complaints) {
      guard let attempt = entry["a"] as? Int else { continue }
      if entry["e"] as? String == "start" { open[attempt] = entry["custom_id"] as? String }
      if entry["e"] as? String == "end" { open[attempt] = nil }
    }
    return Set(open.values)
  }

  private static func lines(_ path: String, _ complaints: inout [String]) -> [Line] {
    var lines: [Line] = []
    for object in objects(path, &complaints) {
      guard let id = object["custom_id"] as? String else {
        complaints.append("\(path): a line without a custom_id")
        continue
      }
      let response = object["response"] as? [String: Any]
      let body = response?["body"] as? [String: Any]
      let choice = (body?["choices"] as? [[String: Any]])?.first
      lines.append(
        Line(
          id: id, content: (choice?["message"] as? [String: Any])?["content"] as? String,
          status: response?["status_code"] as? Int))
    }
    return lines
  }

  static func objects(_ path: String, _ complaints: inout [String]) -> [[String: Any]] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    if !data.isEmpty, data.last != 0x0A { complaints.append("\(path): its last line is torn") }
    var objects: [[String: Any]] = []
    for (index, line) in data.split(separator: 0x0A).enumerated() {
      if let object = (try? JSONSerialization.jsonObject(with: line)) as? [String: Any] {
        objects.append(object)
      } else {
        complaints.append("\(path):\(index + 1): not JSON")
      }
    }
    return objects
  }
}
