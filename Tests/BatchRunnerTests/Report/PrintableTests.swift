import BatchRunner
import Foundation
import Testing

@Suite struct PrintableTests {
  @Test(arguments: [
    ("review-17", "review-17"), ("naïve 東京 👍🏽", "naïve 東京 👍🏽"), ("a\nb\r\nc\td", "a\\nb\\r\\nc\\td"),
    ("\u{1B}[31mred", "\\x1b[31mred"), ("\u{0}\u{7}\u{7F}", "\\x00\\x07\\x7f"),
    ("\u{9B}31m", "\\u{009b}31m"), ("\u{202E}txt.exe", "\\u{202e}txt.exe"),
    ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"), ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
    ("\u{FEFF}\u{200B}\u{E0041}", "\\u{feff}\\u{200b}\\u{e0041}"), ("👨‍👩‍👧", "👨‍👩‍👧"),
    ("C:\\n", "C:\\n"), ("", ""),
  ])
  func `what could act is spelt out, the rest stays`(untrusted: String, text: String) {
    #expect(Printable(untrusted).description == text)
  }

  @Test func `where UTF-8 is not read nothing but ASCII leaves`() {
    #expect(Printable("é\u{9B}", asciiOnly: true).description == "\\u{00e9}\\u{009b}")
  }

  @Test func `no control leaves by any door`() {
    var dice = Dice(state: 17)
    for _ in 0..<2_000 {
      let naughty = Self.naughty(using: &dice)
      var progress = Progress.midway
      progress.retries = [naughty: 3]
      progress.failures = [naughty + "x": 2]
      progress.waiting = .outage(since: .seconds(5), reason: naughty, nextProbe: nil)
      var run = RunSummary(
        progress: progress, wallTime: .seconds(9), exitStatus: 7,
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

  /// Stated apart from the code under test, from the promise.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func naughty(using dice: inout Dice) -> String {
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

/// SplitMix64: the same throws each time.
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
