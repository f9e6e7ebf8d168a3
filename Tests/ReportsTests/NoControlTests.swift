import Basics
import BatchRunner
import Foundation
import Reports
import Testing

@Suite struct NoControlTests {
  @Test func `no output contains a control character`() {
    var dice = SplitMix64(seed: 17)
    for _ in 0..<2_000 {
      let naughty = Self.naughty(using: &dice)
      var progress = RunProgress.midway
      progress.retries = [naughty: 3]
      progress.failures = [naughty + "x": 2]
      progress.waiting = .outage(since: .seconds(5), reason: naughty, nextProbe: nil)
      var run = RunSummary(
        progress: progress, wallTime: .seconds(9), exitStatus: .unreachable,
        halt: .init(cause: naughty, remedy: naughty))
      run.files = [.init(path: naughty, lines: 1)]
      run.inFlightAtCrash = [naughty]
      run.nextCommand = ["nightshift", "run", naughty]
      let width = Int.random(in: 1...120, using: &dice)
      let texts =
        [
          Printable(naughty).description, ShellQuote.word(naughty), progress.holdUp ?? "",
          ProgressLine.text(progress, at: .init(timeIntervalSince1970: 0)),
          ProgressJSON.text(progress, at: .init(timeIntervalSince1970: 0)),
          ProgressJSON.note(naughty),
        ] + Summary.lines(run) + Panel(width: width).lines(for: progress)
      for text in texts {
        #expect(
          !text.unicodeScalars.contains { Self.isForbidden($0) }, "\(naughty.debugDescription)")
      }
      for line in Panel(width: width, isUnicode: false).lines(for: progress) {
        #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
      }
    }
  }

  /// Written from the promise, independently of the code under test.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func naughty(using dice: inout SplitMix64) -> String {
    let pieces: [String] = [
      "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{9B}5n", "\r\n", "\u{202E}", "\u{2067}", "\u{2028}",
      "\u{85}", "e\u{301}", "東", "👩‍🚀", "'", "\"", "\\", "%s", "$(id)", "`id`", "\u{0}", "a", " ",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...12, using: &dice) {
      text.append(contentsOf: pieces.randomElement(using: &dice)!.unicodeScalars)
      let value = UInt32.random(in: 0...0x10FFFF, using: &dice)
      if let scalar = Unicode.Scalar(value % 3 == 0 ? value % 0x100 : value) { text.append(scalar) }
    }
    return String(text)
  }
}
