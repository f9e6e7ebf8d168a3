import Basics
import Synchronization

/// Warns once of each ability that the file system of a run directory lacks.
///
/// What is found before the run is announced is kept until ``begin()``, so that the plan stays the
/// first line. Any thread may call the methods.
final class DiskWarnings: Sendable {
  private struct State {
    var known: Set<DiskAbility> = []
    /// Whether warnings are printed at once.
    var hasBegun = false
  }

  private let directory: String
  private let console: Console
  private let state = Mutex(State())

  init(_ directory: String, _ console: Console) {
    self.directory = directory
    self.console = console
  }

  func hear(_ event: DiskEvent) {
    guard case .lacks(let ability) = event else { return }
    let isDue = state.withLock { state in
      state.known.insert(ability).inserted && state.hasBegun
    }
    if isDue { warn(ability) }
  }

  /// Prints what was found so far. From now on, a warning is printed at once.
  func begin() {
    let known = state.withLock { state in
      state.hasBegun = true
      return state.known
    }
    for ability in DiskAbility.allCases where known.contains(ability) { warn(ability) }
  }

  private func warn(_ ability: DiskAbility) {
    console.warn(
      "the file system of '\(directory)' cannot \(ability.consequence).", help: ability.remedy)
  }
}

extension DiskAbility {
  /// What the file system cannot do, and what follows. It ends the sentence "it cannot ...".
  fileprivate var consequence: String {
    switch self {
    case .modes: "keep file modes: other users of this machine may be able to read the answers"
    case .directorySync:
      "sync directories: a power cut may lose files that were created shortly before it, with the "
        + "answers in them"
    case .fileSync: "sync files: a power cut may lose answers that were already stored"
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .modes: "To keep them private, name a directory on a local disk with --run-dir."
    case .directorySync, .fileSync:
      "Only a power cut or a crash of the system can do that. To be safe from it, name a directory "
        + "on a local disk with --run-dir."
    }
  }
}
