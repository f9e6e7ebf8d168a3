import Foundation
import TestTools
import Testing

@testable import nightshift

@Suite(.timeLimit(.minutes(5))) struct CompletionsTests {
  private static let bash = Tool("bash")
  private static let lack: Comment = "needs bash on PATH"

  /// Runs a bash script and returns its output and its status.
  private static func run(
    _ script: String, _ flags: String..., at folder: URL? = nil
  ) throws -> (String, Int32) {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "completions-\(UUID().uuidString).bash")
    try Data(script.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let bash = try #require(bash)
    let (output, status) = try bash.run(["--norc"] + flags + [file.path], in: folder)
    return (String(decoding: output, as: UTF8.self), status)
  }

  @Test(.enabled(if: bash != nil, lack))
  func `bash accepts its script`() throws {
    let (text, status) = try Self.run(Completions.script(for: .bash), "-n")
    #expect(text == "")
    #expect(status == 0)
  }

  @Test(
    .enabled(if: bash != nil, lack),
    arguments: [
      (["sta"], "status"), (["run", "--pl"], "--plan"),
      (["run", "--edited", "re"], "rerun refuse"),
      (["completions", ""], "bash zsh fish"), (["key", "c"], "check"),
      (["run", "--limit", ""], ""), (["sandbox", "--lat"], "--latency"),
      (["help", "sa"], "sandbox"), (["run", "--plan", "=", "st"], "starter"),
      (["run", "--plan", "="], "free starter pro none"),
    ] as [([String], String)])
  func `bash completes`(words: [String], completions: String) throws {
    let typed = (["nightshift"] + words).map { "'\($0)'" }.joined(separator: " ")
    let script = """
      \(Completions.script(for: .bash))
      COMP_WORDS=(\(typed)) COMP_CWORD=\(words.count)
      _nightshift
      echo "${COMPREPLY[*]}"
      """
    #expect(try Self.run(script).0 == completions + "\n")
  }

  /// The bash 3.2 of macOS lacks these commands.
  @Test(
    .enabled(if: bash != nil, lack),
    arguments: [
      (["run", "my"], ["my jobs.jsonl", "my*jobs.jsonl"]), (["check", "my jo"], ["my jobs.jsonl"]),
      (["run", "x", "--run-dir", "old"], ["old run"]), (["run", "none"], []),
    ] as [([String], Set<String>)])
  func `bash completes file names with spaces, even without its newer commands`(
    words: [String], names: Set<String>
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "old run"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["my jobs.jsonl", "my*jobs.jsonl", "old file"] {
      try Data().write(to: folder.appending(path: name))
    }
    let typed = (["nightshift"] + words).map { "'\($0)'" }.joined(separator: " ")
    let script = """
      enable -n compopt mapfile readarray
      \(Completions.script(for: .bash))
      COMP_WORDS=(\(typed)) COMP_CWORD=\(words.count)
      _nightshift
      for name in "${COMPREPLY[@]}"; do echo "$name"; done
      """
    let lines = try Self.run(script, at: folder).0.split(separator: "\n").map(String.init)
    #expect(Set(lines) == names)
    #expect(lines.count == names.count)
  }

  @Test(arguments: Shell.allCases)
  func `every command and option is known to the shell`(shell: Shell) {
    let script = Completions.script(for: shell)
    for command in CommandName.allCases {
      #expect(script.contains(command.rawValue))
      for option in command.declaration.options {
        #expect(script.contains(shell == .fish ? "-l \(option.name.dropFirst(2)) " : option.name))
      }
    }
  }

  @Test func `values are completed by their kind`() {
    let zsh = Completions.script(for: .zsh)
    #expect(zsh.contains("'--key-file=[A file that contains the key or a line SKILLBOSS_KEY=...,"))
    #expect(
      zsh.contains("'--edited=[What to do with jobs whose body was changed since they succeed"))
    #expect(zsh.contains(":choice:(rerun keep refuse)'"))
    let fish = Completions.script(for: .fish)
    #expect(
      fish.contains(
        """
        complete -c nightshift -n '__fish_seen_subcommand_from key' -l ca-file -r -F \
        -d 'File with the certificate authority of a private gateway'

        """))
  }
}
