import Foundation

/// A plausible mistake, as its file in this folder tells of it.
struct PlantedBug {
  var name: String
  /// What it is.
  var bug = ""
  /// The name of the test that must fail.
  var test = ""
  /// The type or function where it is planted.
  var symbol = ""
  var changes: [(asItIs: String, withTheBug: String)] = []

  struct Unreadable: Error { var reason: String }

  init(name: String, _ text: String) throws(Unreadable) {
    enum Part { case head, asItIs, withTheBug }
    self.name = name
    var part = Part.head
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      func value(_ key: String) -> String? {
        line.hasPrefix(key)
          ? line.dropFirst(key.count).trimmingCharacters(in: .whitespaces) : nil
      }
      switch (part, line) {
      case (.head, "--- as it is"):
        changes.append(("", ""))
        part = .asItIs
      case (.asItIs, "--- with the bug"): part = .withTheBug
      case (.withTheBug, "--- end"): part = .head
      case (.asItIs, _) where !line.hasPrefix("---"):
        changes[changes.count - 1].asItIs += line + "\n"
      case (.withTheBug, _) where !line.hasPrefix("---"):
        changes[changes.count - 1].withTheBug += line + "\n"
      case (.head, _):
        if let value = value("Bug:") {
          bug = value
        } else if let value = value("Test:") {
          test = value
        } else if let value = value("In:") {
          symbol = value
        } else if !line.allSatisfy(\.isWhitespace) {
          throw Unreadable(reason: "line \(number + 1) is not understood: \(line)")
        }
      default: throw Unreadable(reason: "line \(number + 1) is out of place: \(line)")
      }
    }
    if part != .head { throw Unreadable(reason: "the last \"--- end\" is missing") }
    for (key, value) in [("Bug:", bug), ("Test:", test), ("In:", symbol)] where value.isEmpty {
      throw Unreadable(reason: "there is no line \"\(key)\"")
    }
    if changes.isEmpty { throw Unreadable(reason: "there is no \"--- as it is\"") }
    if changes.contains(where: { Code(Array($0.asItIs.utf8)).tokens.isEmpty }) {
      throw Unreadable(reason: "there is no code after \"--- as it is\"")
    }
  }
}
