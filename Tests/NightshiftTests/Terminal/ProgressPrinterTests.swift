import BatchRunner
import Foundation
import Synchronization
import Testing

@testable import nightshift

@Suite struct ProgressPrinterTests {
  /// Keeps what was written.
  private final class Paper: Sendable {
    private let pieces = Mutex<[String]>([])

    var text: String { pieces.withLock { $0.joined() } }

    func outlet(isTerminal: Bool) -> ProgressPrinter.Outlet {
      .init(
        style: .init(isTerminal: isTerminal, environment: ["TERM": "xterm", "NO_COLOR": "1"]),
        size: { TerminalSize(columns: 21, rows: 2) },
        write: { piece in self.pieces.withLock { $0.append(piece) } }, secondsFromGMT: { _ in 0 })
    }
  }

  private let wall = Date(timeIntervalSince1970: 1_795_400_045)

  private func progress(at elapsed: Duration) -> BatchRunner.RunProgress {
    var progress = BatchRunner.RunProgress()
    progress.jobs = 9
    progress.elapsed = elapsed
    return progress
  }

  private func run(_ mode: ProgressMode, isTerminal: Bool, seconds: [Int]) -> String {
    let paper = Paper()
    let printer = ProgressPrinter(mode: mode, outlet: paper.outlet(isTerminal: isTerminal))
    for second in seconds {
      printer.update(progress(at: .seconds(second)), now: wall.addingTimeInterval(Double(second)))
    }
    printer.note("a\u{7} note")
    printer.finish()
    printer.update(progress(at: .seconds(999)), now: wall)
    printer.finish()
    return paper.text
  }

  @Test func `lines are printed every thirty seconds and once more at the end`() {
    let rest = "0 of 9 done (0 %), 0 failed, 0 in flight, 0/min, 0 tokens in, 0 out\n"
    #expect(
      run(.auto, isTerminal: false, seconds: [0, 15, 30, 45])
        == "02:14:35  \(rest)a\\x07 note\n02:14:50  \(rest)")
    #expect(
      run(.lines, isTerminal: true, seconds: [0, 30]) == "02:14:35  \(rest)a\\x07 note\n")
  }

  @Test func `a panel is removed at the end`() {
    let bar = "0 of 9 done (0 %)\u{1B}[K\n"
    let up = "\r\u{1B}[1A"
    #expect(
      run(.bar, isTerminal: true, seconds: [0])
        == "\(bar)\u{1B}[J\(up)a\\x07 note\u{1B}[K\n\(bar)\u{1B}[J\(up)\u{1B}[J")
  }

  @Test func `each object is on its own line, and so is each note`() throws {
    let lines = run(.json, isTerminal: false, seconds: [0, 1]).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix(#"{"type":"progress","time":"2026-11-23T02:14:06.000Z","jobs":9,"#))
    #expect(lines[2] == #"{"type":"note","text":"a\u0007 note"}"#)
  }

  @Test func `without progress only notes are printed`() {
    #expect(run(.none, isTerminal: true, seconds: [0, 1, 60]) == "a\\x07 note\n")
  }
}
