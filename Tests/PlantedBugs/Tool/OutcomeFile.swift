import Foundation

/// The last outcome of each bug, a line for each. It is whole on the disk after every bug.
struct OutcomeFile {
  private let path: String
  private var lines: [String: String] = [:]

  /// - Parameter isNew: whether the lines that are there go.
  init(_ path: String, isNew: Bool) {
    self.path = path
    guard !isNew, let old = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    for line in old.split(separator: "\n") where !line.hasPrefix("#") {
      lines[String(line.prefix { $0 != "\t" })] = String(line)
    }
  }

  mutating func record(_ bug: PlantedBug, _ verdict: String) throws {
    lines[bug.name] = [bug.name, verdict, bug.bug, bug.test].joined(separator: "\t")
    let text =
      "# bug\toutcome\twhat it is\tthe test that fails\n"
      + lines.sorted { $0.key < $1.key }.map { $0.value + "\n" }.joined()
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
