import BatchRunner
import Foundation
import Testing

@Suite struct ShellQuoteTests {
  @Test(arguments: [
    ("jobs.jsonl", "jobs.jsonl"), ("--rpm=5", "--rpm=5"), ("A=b", "'A=b'"), ("", "''"),
    ("my jobs.jsonl", "'my jobs.jsonl'"), ("it's", "'it'\\''s'"), ("~", "'~'"),
    ("$(id)", "'$(id)'"),
    ("naïve", "'naïve'"), ("a\nb", "$'a\\012b'"), ("\u{1B}'\\", "$'\\033\\'\\\\'"),
    ("\u{202E}1", "$'\\342\\200\\2561'"),
  ])
  func `a word is quoted where it must be`(word: String, quoted: String) {
    #expect(ShellQuote.word(word) == quoted)
  }

  @Test func `a command is its words with spaces between`() {
    let words = ["nightshift", "run", "my jobs.jsonl", "--plan", "starter"]
    #expect(ShellQuote.command(words) == "nightshift run 'my jobs.jsonl' --plan starter")
  }

  @Test(.timeLimit(.minutes(5))) func `a shell reads the words back`() throws {
    let words = [
      "", " ", "it's", "\"", "a\nb", "\t", "\u{1B}[2J", "$HOME", "`id`", "!x", "*", "~", "A=b",
      "\\n",
      "\u{202E}9", "東京", "#", "-n", "a;b|c&d", "'\n'",
    ]
    let shell = Foundation.Process()
    let pipe = Pipe()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", "printf '%s\\0' \(ShellQuote.command(words))"]
    shell.standardOutput = pipe
    try shell.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    #expect(bytes == Data(words.map { $0 + "\0" }.joined().utf8))
  }
}
