package import Basics
package import BatchRunner
import Reports
import Synchronization

/// Tells on standard error where a run stands.
package final class ProgressPrinter: Sendable {
  private struct State {
    var cadence: ProgressCadence?
    var panel: TerminalPanel
    /// The latest news, if it was not printed.
    var untold: (progress: BatchRunner.Progress, wall: Date)?
    var isFinished = false
  }

  private let kind: ProgressCadence.Kind?
  private let outlet: Outlet
  /// Notes and updates come from different threads; bytes go out under the lock, so none mix.
  private let state: Mutex<State>

  package init(mode: ProgressMode, outlet: Outlet = .standardError) {
    kind = mode.kind(on: outlet.style)
    self.outlet = outlet
    state = Mutex(
      State(cadence: kind.map { .init($0) }, panel: TerminalPanel(style: outlet.style)))
  }

  /// Call it once a second or more often, four times for a panel that runs smoothly; what is too
  /// early is not printed. `progress.elapsed` sets the pace, `wall` is only shown.
  package func update(_ progress: BatchRunner.Progress, now wall: Date) {
    state.withLock { state in
      guard !state.isFinished, state.cadence != nil else { return }
      if state.cadence?.isDue(progress, at: progress.elapsed) == true {
        print(progress, wall, &state)
        state.untold = nil
      } else {
        state.untold = (progress, wall)
      }
    }
  }

  /// Says something in passing, above the panel if there is one.
  package func note(_ text: String) {
    state.withLock { state in
      switch kind {
      case .panel where !state.isFinished: outlet.write(state.panel.note(text, size: outlet.size()))
      case .json: outlet.write(ProgressJSON.note(text) + "\n")
      case .panel, .lines, nil: outlet.write(plain(text))
      }
    }
  }

  /// Takes the panel away, or prints the last state; nothing but notes is printed afterwards.
  package func finish() {
    state.withLock { state in
      guard !state.isFinished else { return }
      state.isFinished = true
      if kind == .panel {
        outlet.write(state.panel.erase(size: outlet.size()))
      } else if let (progress, wall) = state.untold {
        print(progress, wall, &state)
      }
    }
  }

  private func print(_ progress: BatchRunner.Progress, _ wall: Date, _ state: inout State) {
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

  private func plain(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Printable($0, asciiOnly: asciiOnly).description + "\n" }.joined()
  }

  /// In a file UTF-8 is safe; on a terminal that does not read it, it is not.
  private var asciiOnly: Bool { outlet.style.isTerminal && !outlet.style.isUnicode }
}
