import Basics
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
  func `characters that affect a terminal are escaped`(untrusted: String, text: String) {
    #expect(Printable(untrusted).description == text)
  }

  @Test func `all but ASCII is escaped for a terminal without UTF-8`() {
    #expect(Printable("é\u{9B}", asciiOnly: true).description == "\\u{00e9}\\u{009b}")
  }
}
