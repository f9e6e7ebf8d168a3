import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct InputTests {
    @Test func `jobs from standard input are kept, and resumed by their directory`() throws {
      let site = try Site(jobs: 9)
      site.options = ["--plan", "none"]
      let options = ["--base-url", site.server.baseURL, "--plan", "none"]
      let directory = site.directory
      let read = [BuiltProgram.path, "run", "-", "--run-dir", directory] + options
      let first = try site.start(words: read + ["--limit", "4"], input: site.file)
      #expect(first.wait() == .exit(6), "\(first.standardError)")
      let other = try site.folder.file("other.jsonl", Site.line("job-77"))
      let refused = try site.start(words: read, input: other)
      #expect(refused.wait() == .exit(65))
      let sentence =
        "error: '\(directory)' holds another input than what was read now.\n"
        + " help: Run 'nightshift run DIR' to go on with its own input, or name another "
        + "directory.\n"
      #expect(refused.standardError == sentence)
      let again = try site.start(words: read + ["--limit", "2"], input: site.file)
      #expect(again.wait() == .exit(6), "\(again.standardError)")
      let last = try site.start(words: [BuiltProgram.path, "run", directory] + options)
      #expect(last.wait() == .exit(0), "\(last.standardError)")
      #expect(site.complaints == [])
      #expect(site.server.stats.accepted == 9)
    }

    @Test func `standard input without a directory gives 64`() throws {
      let site = try Site(jobs: 1)
      let child = try site.start(
        words: [BuiltProgram.path, "run", "-", "--base-url", site.server.baseURL],
        input: site.file)
      #expect(child.wait() == .exit(64), "\(child.standardError)")
      #expect(child.standardError.contains("--run-dir"))
    }

    @Test func `a folder that stands ready for the copy of a pipe is not used`() throws {
      let site = try Site(jobs: 3)
      // `exec` keeps the process number, so the shell knows the one that the program will have.
      let script = """
        cd '\(site.folder.path)' && mkfifo pipe && mkdir "$TMPDIR/nightshift-check-$$" &&
        echo planted > "$TMPDIR/nightshift-check-$$/input.jsonl" || exit 1
        cat jobs.jsonl > pipe &
        exec "$@" check pipe
        """
      let child = try site.start(
        words: ["/bin/sh", "-c", script, "sh", BuiltProgram.path],
        environment: ["TMPDIR": site.folder.path])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(child.standardOutput.contains("3 jobs"), "\(child.standardOutput)")
      let left = try FileManager.default.contentsOfDirectory(atPath: site.folder.path)
        .filter { $0.hasPrefix("nightshift-check-") }
      #expect(left == ["nightshift-check-\(child.process)"])
    }

    @Test func `several job files are run in order, each in its own directory`() throws {
      let site = try Site(jobs: 5)
      let second = (5..<9).map { "job-\($0)" }
      let file = try site.folder.file("second.jsonl", second.map { Site.line($0) }.joined())
      let words = [
        BuiltProgram.path, "run", site.file, file, "--base-url", site.server.baseURL, "--plan",
        "none", "--concurrency", "1",
      ]
      let first = try site.start(words: words + ["--limit", "6"])
      #expect(first.wait() == .exit(6), "\(first.standardError)")
      #expect(site.complaints == [])
      let directory = "\(site.folder.path)/second.run"
      #expect(Checker(directory).results.map(\.id) == ["job-5"])
      #expect(try site.start(words: words).wait() == .exit(0))
      #expect(Checker(directory).complaints(ofAll: second) == [])
      #expect(site.server.stats.accepted == 9)
    }

    @Test func `a job file with moved and added lines is still the same file`() throws {
      let site = try Site(jobs: 4)
      site.options = ["--plan", "none"]
      #expect(try site.run().wait() == .exit(0))
      let jobs = ["job-9", "job-3", "job-0", "job-2", "job-1", "job-8"]
      try site.folder.file("jobs.jsonl", jobs.map { Site.line($0) }.joined())
      let child = try site.run()
      #expect(child.wait() == .exit(0))
      #expect(child.standardError.contains("4 done, 2 to do"), "\(child.standardError)")
      #expect(site.server.stats.accepted == 6)
      #expect(Checker(site.directory).complaints(ofAll: jobs) == [])
    }
  }
}
