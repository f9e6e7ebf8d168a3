import Basics
import Testing

@Suite struct FullStopTests {
  @Test(arguments: [
    ("no money", "no money."), ("no money.", "no money."), ("Stop!", "Stop!"), ("why?", "why?"),
    ("and so on...", "and so on..."), ("and so on\u{2026}", "and so on\u{2026}"), ("", ""),
  ])
  func `a sentence ends once`(text: String, sentence: String) {
    #expect(text.withFullStop == sentence)
  }
}
