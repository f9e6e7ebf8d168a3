import Basics
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("東京", 4), ("ＡＢ", 4), ("한글", 4), ("👍", 2),
    ("❤\u{FE0F}", 2), ("░█", 2), ("a\u{200D}", 1),
  ])
  func `each character has its number of columns`(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("東京都", 5, "東京…"), ("東京都", 4, "東…"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("abc", 1, "…"), ("abc", 0, ""),
  ])
  func `text is cut between characters`(text: String, limit: Int, cut: String) {
    #expect(DisplayWidth.fit(text, to: limit) == cut)
  }

  @Test func `an ASCII ellipsis takes three columns`() {
    #expect(DisplayWidth.fit("abcdef", to: 5, ellipsis: "...") == "ab...")
    #expect(DisplayWidth.fit("abcdef", to: 2, ellipsis: "...") == "..")
  }
}
