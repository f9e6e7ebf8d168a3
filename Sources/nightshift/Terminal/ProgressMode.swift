package import Reports

/// How a run shows its progress; the values of `--progress`.
package enum ProgressMode: String, CaseIterable, Sendable {
  case auto, bar, lines, json, none

  /// What is printed on such a terminal; `nil` prints nothing. A panel needs a terminal whose
  /// cursor can be moved; otherwise even `bar` prints lines.
  package func kind(on style: TerminalStyle) -> ProgressCadence.Kind? {
    switch self {
    case .auto, .bar: style.movesCursor ? .panel : .lines
    case .lines: .lines
    case .json: .json
    case .none: nil
    }
  }
}
