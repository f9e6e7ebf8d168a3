import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  /// Files of a run that another program has reformatted.
  @Suite struct RepairTests {
    private let site: Site

    init() throws {
      site = try Site(jobs: 3)
      site.options = ["--plan", "none"]
      let run = try site.run()
      #expect(run.wait() == .exit(0), "\(run.standardError)")
    }

    private var results: String { "\(site.directory)/results.jsonl" }

    private func command(_ words: String...) throws -> Child {
      let child = try site.start(words: [BuiltProgram.path] + words)
      child.wait()
      return child
    }

    private func change(_ set: (String) -> String) throws {
      let text = try String(contentsOfFile: results, encoding: .utf8)
      try Data(set(text).utf8).write(to: URL(fileURLWithPath: results))
    }

    private static func spaced(_ text: String) -> String {
      text.replacing("{\"id\":", with: "{ \"id\": ")
    }

    @Test func `every command refuses a reformatted run, and takes it after a repair`() throws {
      let whole = try String(contentsOfFile: results, encoding: .utf8)
      let table = "\(site.folder.path)/t.csv"
      try change(Self.spaced)
      let commands = [
        ["status", site.directory], ["status", site.directory, "--json"],
        ["status", site.directory, "--watch"], ["export", site.directory, "-o", table],
        ["report", site.directory], site.words([]).dropFirst().map { $0 },
      ]
      let message =
        "error: \(results):1: this line was written whole, and is not what was written now; "
        + "2 more of the file are not.\n"
        + " help: If another program only reformatted the file, run 'nightshift repair "
        + "\(site.directory)'. Otherwise restore the file from a backup, or take the line out: its "
        + "job is then run again.\n"
      for words in commands {
        let child = try site.start(words: [BuiltProgram.path] + words)
        #expect(child.wait() == .exit(65), "\(words)")
        #expect(child.standardOutput == "")
        #expect(child.standardError.hasSuffix(message), "\(words): \(child.standardError)")
      }
      #expect(!FileManager.default.fileExists(atPath: table))

      let text = """
        results.jsonl: 3 of 3 lines are not as written.
          3 restored: the original spelling was found, and its check fits.
          line 1, before: { "id": 
        """
      let dry = try command("repair", site.file, "--dry-run")
      #expect(dry.wait() == .exit(0) && dry.standardError == "")
      #expect(dry.standardOutput.hasPrefix(text), "\(dry.standardOutput)")
      #expect(dry.standardOutput.hasSuffix("\nNothing was changed (--dry-run).\n"))
      #expect(try String(contentsOfFile: results, encoding: .utf8) == Self.spaced(whole))

      let repaired = try command("repair", site.directory)
      #expect(repaired.wait() == .exit(0) && repaired.standardOutput.hasPrefix(text))
      #expect(
        repaired.standardOutput.hasSuffix(
          "\nThe files as they were are in '\(site.directory)/salvage'.\n"))
      #expect(try String(contentsOfFile: results, encoding: .utf8) == whole)
      for words in commands {
        let child = try site.start(words: [BuiltProgram.path] + words)
        #expect(child.wait() == .exit(0), "\(words): \(child.standardError)")
      }
      #expect(site.server.stats.received == 3)
      let again = try command("repair", site.directory)
      #expect(
        again.standardOutput == "Every line is as it was written. There is nothing to repair.\n")
    }

    @Test func `what jq makes of the files is repaired`() throws {
      guard let jq = Tool("jq") else { return }
      let whole = try String(contentsOfFile: results, encoding: .utf8)
      for file in ["results.jsonl", "journal.jsonl"] {
        let path = URL(fileURLWithPath: "\(site.directory)/\(file)")
        let made = try jq.run(["-c", "-S", "."], input: path)
        #expect(made.status == 0)
        try made.output.write(to: path)
      }
      let status = try command("status", site.directory)
      #expect(status.wait() == .exit(65))
      let repaired = try command("repair", site.directory)
      #expect(repaired.wait() == .exit(0), "\(repaired.standardError)")
      let after = try String(contentsOfFile: results, encoding: .utf8)
      for (old, new) in zip(whole.split(separator: "\n"), after.split(separator: "\n")) {
        #expect(old.prefix(100) == new.prefix(100))
      }
      let again = try site.run()
      #expect(again.wait() == .exit(0), "\(again.standardError)")
      #expect(site.server.stats.received == 3)
    }

    @Test func `a line beyond repair, a run that is on, and a path without a run are refused`()
      throws
    {
      let whole = try String(contentsOfFile: results, encoding: .utf8)
      try change { Self.spaced($0).replacing("\"custom_id\":\"job-", with: "\"name\":\"job-") }
      let refused = try command("repair", site.directory)
      #expect(refused.wait() == .exit(65))
      #expect(
        refused.standardError
          == "error: \(results):1: cannot be repaired: 'name' is not a member that nightshift "
          + "writes; 2 more lines cannot either.\n"
          + " help: Nothing was changed. If the lines were spread over several lines each, "
          + "'jq -c . \(results)' prints them as they must be. Otherwise restore the file from a "
          + "backup, or take the line out: its job is then run again.\n")
      #expect(!FileManager.default.fileExists(atPath: "\(site.directory)/salvage"))
      try change { _ in whole }

      let none = try command("repair", "\(site.folder.path)/none.run")
      #expect(none.wait() == .exit(66))
      let lock = open("\(site.directory)/lock", O_RDWR)
      #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
      let busy = try command("repair", site.directory)
      #expect(busy.wait() == .exit(73), "\(busy.standardError)")
      close(lock)
    }
  }
}
