import Basics
import Foundation
import TestTools
import Testing

@Suite struct ShellQuoteTests {
  @Test(arguments: [
    ("jobs.jsonl", "jobs.jsonl"), ("--rpm=5", "--rpm=5"), ("A=b", "'A=b'"), ("", "''"),
    ("my jobs.jsonl", "'my jobs.jsonl'"), ("it's", "'it'\\''s'"), ("~", "'~'"),
    ("$(id)", "'$(id)'"),
    ("naïve", "'naïve'"), ("a\nb", "$'a\\012b'"), ("\u{1B}'\\", "$'\\033\\'\\\\'"),
    ("\u{202E}1", "$'\\342\\200\\2561'"),
  ])
  func `a word is quoted if necessary`(word: String, quoted: String) {
    #expect(ShellQuote.word(word) == quoted)
  }

  @Test func `the words of a command are separated by spaces`() {
    let words = ["nightshift", "run", "my jobs.jsonl", "--plan", "starter"]
    #expect(ShellQuote.command(words) == "nightshift run 'my jobs.jsonl' --plan starter")
  }

  private static let plain = [
    "", " ", "it's", "\"", "$HOME", "`id`", "!x", "*", "~", "A=b", "\\n", "東京", "#", "-n",
    "a;b|c&d",
  ]
  private static let withControls = [
    "a\nb", "\t", "\u{1B}[2J", "\u{202E}9", "'\n'",
  ]
  private static let bash = Tool("bash")

  @Test(.timeLimit(.minutes(5))) func `sh reads words without control characters back`() throws {
    try expectReadBack(Self.plain, by: try #require(Tool("sh")))
  }

  // Words with control characters need a shell that understands $'…'; Debian's sh does not.
  @Test(
    .timeLimit(.minutes(5)),
    .enabled(if: bash != nil, "no bash on PATH; this test needs it"))
  func `bash also reads words with control characters back`() throws {
    try expectReadBack(Self.plain + Self.withControls, by: try #require(Self.bash))
  }

  /// Lets the shell print the words of a quoted command, and compares them.
  private func expectReadBack(_ words: [String], by shell: Tool) throws {
    let script = "printf '%s\\0' \(ShellQuote.command(words))"
    #expect(try shell.run(["-c", script]).output == Data(words.map { $0 + "\0" }.joined().utf8))
  }
}
