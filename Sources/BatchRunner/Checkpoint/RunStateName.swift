/// What is said of a run as a whole, in `run.json`, the journal, reports and at the terminal; the
/// one place where it is spelled.
package enum RunStateName: String, Codable, Sendable {
  case running, halted, interrupted, finished

  /// `nil` and what a damaged file may hold count as ``interrupted``: nobody said that it ended.
  package init(read text: String?) {
    self = text.flatMap(Self.init(rawValue:)) ?? .interrupted
  }

  package init(from decoder: any Decoder) throws {
    self.init(read: try decoder.singleValueContainer().decode(String.self))
  }
}
