import Basics
import BatchRunner
import Dispatch
import Reports

/// All that a command says on standard error.
///
/// Progress is printed on a queue of its own: a terminal that was stopped with Ctrl-S holds up
/// nobody but it.
struct Console: Sendable {
  private let printer: ProgressPrinter
  private let style: TerminalStyle
  private let queue = DispatchQueue(label: "nightshift.console")

  init(_ mode: ProgressMode = .none, style: TerminalStyle = .standardError) {
    printer = ProgressPrinter(mode: mode)
    self.style = style
  }

  func error(_ error: any UserFacing) {
    say(Message.error(error, style: nil))
  }

  /// `help`: what to do about it.
  func warn(_ text: String, help: String?) {
    say(Message.warning(text, help: help, style: nil))
  }

  func note(_ text: String) {
    say(Message.note(text, style: nil))
  }

  func tell(_ notice: Notice, _ sentence: String) {
    switch notice {
    case .halted: return  // The summary says it.
    case .lowBalance, .outageBegan, .balanceEmpty, .rateLimited: warn(sentence, help: nil)
    default: note(sentence)
    }
  }

  func show(_ progress: BatchRunner.Progress) {
    let wall = Date()
    queue.async { [printer] in printer.update(progress, now: wall) }
  }

  /// Waits until everything is said.
  func finish(_ summary: RunSummary) {
    queue.sync { printer.finish() }
    let text = Summary.text(summary, asciiOnly: style.isTerminal && !style.isUnicode)
    queue.sync { StandardError.write(text) }
  }

  func flush() {
    queue.sync {}
  }

  private func say(_ text: String) {
    queue.async { [printer] in printer.note(String(text.dropLast())) }
  }
}
