package import Reports

/// How a run tells where it stands.
package enum ProgressMode: String, CaseIterable, Sendable {
  case auto, bar, lines, json, none

  /// What is printed on such a terminal; `nil`: nothing. A panel moves the cursor, so where that
  /// cannot be done there are lines, also for those who asked for a bar.
  package func kind(on style: TerminalStyle) -> ProgressCadence.Kind? {
    switch self {
    case .auto, .bar: style.movesCursor ? .panel : .lines
    case .lines: .lines
    case .json: .json
    case .none: nil
    }
  }
}
