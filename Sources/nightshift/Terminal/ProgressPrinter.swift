package import Basics
package import BatchRunner
import Reports
import Synchronization

/// Prints the progress of a run to standard error, as a panel, lines or JSON objects.
package final class ProgressPrinter: Sendable {
  private struct State {
    /// When to print; `nil` if nothing is printed.
    var cadence: ProgressCadence?
    var panel: TerminalPanel
    /// The latest progress, if it was not printed yet.
    var pending: (progress: BatchRunner.RunProgress, wall: Date)?
    var isFinished = false
  }

  /// `nil` prints notes only.
  private let kind: ProgressCadence.Kind?
  private let outlet: Outlet
  /// Notes and updates come from different threads. Bytes are written under the lock, so that they
  /// do not mix.
  private let state: Mutex<State>

  package init(mode: ProgressMode, outlet: Outlet = .standardError) {
    kind = mode.kind(on: outlet.style)
    self.outlet = outlet
    state = Mutex(
      State(cadence: kind.map { .init($0) }, panel: TerminalPanel(style: outlet.style)))
  }

  /// Prints the progress if it is due. Call this once a second or more often; for a smooth panel,
  /// four times a second. `progress.elapsed` decides when it is due, `wall` is only shown.
  package func update(_ progress: BatchRunner.RunProgress, now wall: Date) {
    state.withLock { state in
      guard !state.isFinished, state.cadence != nil else { return }
      if state.cadence?.isDue(progress, at: progress.elapsed) == true {
        print(progress, wall, &state)
        state.pending = nil
      } else {
        state.pending = (progress, wall)
      }
    }
  }

  /// Prints a note; above the panel if there is one.
  package func note(_ text: String) {
    state.withLock { state in
      switch kind {
      case .panel where !state.isFinished: outlet.write(state.panel.note(text, size: outlet.size()))
      case .json: outlet.write(ProgressJSON.note(text) + "\n")
      case .panel, .lines, nil: outlet.write(plain(text))
      }
    }
  }

  /// Removes the panel, or prints the latest progress. Afterwards only notes are printed.
  package func finish() {
    state.withLock { state in
      guard !state.isFinished else { return }
      state.isFinished = true
      if kind == .panel {
        outlet.write(state.panel.erase(size: outlet.size()))
      } else if let (progress, wall) = state.pending {
        print(progress, wall, &state)
      }
    }
  }

  private func print(_ progress: BatchRunner.RunProgress, _ wall: Date, _ state: inout State) {
    switch kind {
    case .panel: outlet.write(state.panel.draw(progress, size: outlet.size()))
    case .json: outlet.write(ProgressJSON.text(progress, at: wall) + "\n")
    case .lines:
      let line = ProgressLine.text(
        progress, at: wall, secondsFromGMT: outlet.secondsFromGMT(wall),
        asciiOnly: asciiOnly)
      outlet.write(line + "\n")
    case nil: break
    }
  }

  /// The text with control characters escaped, each line with its line break.
  private func plain(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Printable($0, asciiOnly: asciiOnly).description + "\n" }.joined()
  }

  /// Whether to escape characters beyond ASCII: only for a terminal that does not read UTF-8. A
  /// file gets UTF-8.
  private var asciiOnly: Bool { outlet.style.isTerminal && !outlet.style.isUnicode }
}
