import Basics
import BatchRunner
import Foundation
import TestTools
import Testing

extension EndToEnd {
  /// Labels, and the commands that look at single answers.
  @Suite struct AnswerTests {
    private let folder = TemporaryFolder()

    private func run(_ words: String...) throws -> Child {
      let child = try Child(
        [BuiltProgram.path] + words, in: folder.path,
        name: "\(words[0])-\(UInt32.random(in: 0 ... .max))")
      child.wait()
      return child
    }

    private func jobs() throws -> String {
      try folder.file(
        "j.jsonl",
        (1...12).map {
          #"{"custom_id":"r\#($0)","model":"m","messages":[{"role":"user","content":"text \#($0)"}]}"#
            + "\n"
        }.joined())
    }

    @Test func `the example in the README labels, shows and compares`() throws {
      let jobs = try jobs()
      let ran = try run(
        "run", jobs, "--sandbox", "--plan", "none", "--progress", "none", "--expect-label",
        "good,bad", "--correct", "--limit", "10")
      #expect(ran.wait() == .exit(6), "\(ran.standardError)")
      let exported = try run("export", jobs, "--sort", "-o", "-", "--format", "csv")
      let rows = exported.standardOutput.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      #expect(rows[0].last == "label" && rows.count == 11)
      #expect(rows.dropFirst().allSatisfy { $0[1] == $0.last && ["good", "bad"].contains($0[1]) })
      let dataset = try folder.file(
        "d.csv",
        "id,known\n" + rows.dropFirst().map { "\($0[0]),\($0[1])\n" }.joined() + "r12,bad\n")
      let diff = try run(
        "diff", jobs, "--against", dataset, "--column", "known", "--id-column", "id")
      #expect(diff.wait() == .exit(0), "\(diff.standardError)")
      #expect(diff.standardOutput.contains("\nright      10  100.0 %\nwrong       0    0.0 %\n"))
      #expect(diff.standardOutput.contains("\nno answer   1  1 not run\n"))
      let same = try run("diff", jobs, jobs, "--json")
      #expect(same.standardOutput.contains(#""compared":"labels","same":10,"different":0,"#))
      let shown = try run("show", jobs, "r3")
      #expect(shown.wait() == .exit(0), "\(shown.standardError)")
      #expect(shown.standardOutput.hasPrefix("r3, line 3: answered, label '"))
      #expect(try run("show", jobs, "--line", "11-12", "--ids").standardOutput == "r11\nr12\n")
      let sample = try run("show", jobs, "--sample", "4", "--json").standardOutput
      #expect(sample.split(separator: "\n").count == 4)
      for line in sample.split(separator: "\n") {
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
      }
    }

    @Test func `an answer without exactly one label is asked for again, then fails`() throws {
      let site = try Site(jobs: 4)
      let server = StubServer { _ in (200, StubServer.completion("good or bad?")) }
      defer { server.stop() }
      let words = [
        BuiltProgram.path, "run", site.file, "--base-url", server.baseURL, "--progress", "none",
        "--plan", "none", "--expect-label", "good,bad", "--max-attempts", "3",
      ]
      let child = try site.start(words: words)
      #expect(child.wait() == .exit(3), "\(child.standardError)")
      #expect(server.received == 12)
      #expect(site.complaints == [])
      let failures = try String(contentsOfFile: "\(site.directory)/failures.jsonl", encoding: .utf8)
      let failure =
        #""error":{"code":"unexpected_answer","message":"the answer names 2 labels: 'good', 'bad'"}"#
      #expect(failures.split(separator: "\n").allSatisfy { $0.contains(failure) })
      let shown = try run("show", site.directory, "--failed", "--unusable", "--ids")
      #expect(shown.standardOutput.split(separator: "\n").count == 4)
      let none = try run("show", site.directory, "--truncated")
      #expect(none.standardOutput == "" && none.wait() == .exit(0))
      #expect(none.standardError == "note: no job is like that.\n")
    }

    @Test func `a run, a job or a dataset that is not there is told`() throws {
      let jobs = try jobs()
      for words in [["show", "x"], ["diff", "x", "y"]] {
        let child = try Child([BuiltProgram.path] + words, in: folder.path, name: words[0])
        #expect(child.wait() == .exit(66))
        #expect(child.standardError.hasPrefix("error: there is no run at 'x'.\n"))
      }
      _ = try run("run", jobs, "--sandbox", "--plan", "none", "--progress", "none")
      let unknown = try run("show", jobs, "r99")
      #expect(unknown.wait() == .exit(65))
      #expect(unknown.standardError.hasSuffix("has no job 'r99'.\n help: Did you mean 'r9'?\n"))
      let missing = try run("diff", jobs, "--against", "none.csv", "--column", "c")
      #expect(missing.wait() == .exit(66), "\(missing.standardError)")
      try FileManager.default.removeItem(atPath: jobs)
      let shown = try run("show", "\(folder.path)/j.sandbox.run", "r1")
      #expect(shown.wait() == .exit(0) && !shown.standardOutput.contains("Request"))
      #expect(
        shown.standardError
          == "note: the requests are not shown: cannot open '\(jobs)': No such file or directory.\n"
      )
    }
  }
}
