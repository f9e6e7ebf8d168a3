import Basics
import BatchRunner
import Dispatch
import Reports

/// Everything that a command prints to standard error: errors, warnings, notes and progress.
///
/// Printing happens on a queue of its own, so a terminal that was stopped with Ctrl-S blocks only
/// that queue, and not the run.
struct Console: Sendable {
  private let printer: ProgressPrinter
  private let style: TerminalStyle
  private let queue = DispatchQueue(label: "nightshift.console")

  init(_ mode: ProgressMode = .none, style: TerminalStyle = .standardError) {
    printer = ProgressPrinter(mode: mode)
    self.style = style
  }

  /// Prints the problem, and below it the remedy.
  func error(_ error: any UserFacing) {
    enqueue(Message.error(error, style: nil))
  }

  /// `help` says what the user can do; `nil` prints no second line.
  func warn(_ text: String, help: String?) {
    enqueue(Message.warning(text, help: help, style: nil))
  }

  func note(_ text: String) {
    enqueue(Message.note(text, style: nil))
  }

  /// Prints a notice of the run as a warning or as a note.
  func report(_ notice: Notice, _ sentence: String) {
    switch notice {
    case .halted: return  // The summary reports it.
    case .lowBalance, .outageBegan, .balanceEmpty, .rateLimited: warn(sentence, help: nil)
    default: note(sentence)
    }
  }

  /// Prints the progress if it is due. Returns at once.
  func show(_ progress: BatchRunner.RunProgress) {
    let wall = Date()
    queue.async { [printer] in printer.update(progress, now: wall) }
  }

  /// Removes the panel, prints the summary, and waits until both are written.
  func finish(_ summary: RunSummary) {
    queue.sync { printer.finish() }
    let text = Summary.text(summary, asciiOnly: style.isTerminal && !style.isUnicode)
    queue.sync { StandardError.write(text) }
  }

  /// Waits until everything is written.
  func flush() {
    queue.sync {}
  }

  /// `text` ends with a line break.
  private func enqueue(_ text: String) {
    queue.async { [printer] in printer.note(String(text.dropLast())) }
  }
}
