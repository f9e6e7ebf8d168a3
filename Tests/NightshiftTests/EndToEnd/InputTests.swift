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

    @Test func `a run of a file that is something else ends with a command to copy`() throws {
      let site = try Site(jobs: 1)
      try site.folder.file("jobs.jsonl", "[\(Site.body("a"))]\n")
      let child = try site.run()
      #expect(child.wait() == .exit(65))
      #expect(
        child.standardError
          == "error: \(site.file):1:1: the file is one JSON array, not JSON Lines.\n"
          + " help: Nothing was sent. pandas writes JSON Lines with to_json(FILE, "
          + "orient='records', lines=True), DuckDB with COPY … TO 'FILE' (FORMAT json). Make JSON "
          + "Lines out of it: jq -c '.[]' \(site.file) > "
          + "\(site.folder.path)/jobs.lines.jsonl\n")
      #expect(site.server.stats.accepted == 0)
    }

    private static let gzip = Tool("gzip")
    private static let zstd = Tool("zstd")

    /// Compresses the site's job file with this program, to `jobs.jsonl` and this extension.
    private func pack(_ site: Site, _ tool: Tool?, _ name: String) throws -> String {
      let (bytes, status) = try #require(tool).run(
        ["-c"], input: URL(fileURLWithPath: site.file))
      #expect(status == 0)
      let path = "\(site.folder.path)/jobs.jsonl.\(name)"
      try bytes.write(to: URL(fileURLWithPath: path))
      return path
    }

    @Test(
      .enabled(if: gzip != nil && zstd != nil, "no gzip or no zstd on PATH"),
      arguments: ["gz", "zst"])
    func `a compressed job file runs in the directory of the file that it holds`(
      name: String
    ) throws {
      let site = try Site(jobs: 6)
      let packed = try pack(site, name == "gz" ? Self.gzip : Self.zstd, name)
      let words = [packed, "--base-url", site.server.baseURL, "--plan", "none"]
      let checked = try site.start(words: [BuiltProgram.path, "check", packed])
      #expect(checked.wait() == .exit(0))
      #expect(checked.standardOutput == "\(packed): 6 jobs, no problems\n")
      let first = try site.start(words: [BuiltProgram.path, "run"] + words + ["--limit", "2"])
      #expect(first.wait() == .exit(6), "\(first.standardError)")
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: site.directory + "/input.jsonl"))
          == Data(contentsOf: URL(fileURLWithPath: site.file)))
      let estimate = try site.start(
        words: [BuiltProgram.path, "estimate", packed, "--plan", "none"])
      #expect(estimate.wait() == .exit(0), "\(estimate.standardError)")
      #expect(estimate.standardOutput.contains("2 done, 4 to do"), "\(estimate.standardOutput)")
      let last = try site.start(words: [BuiltProgram.path, "run"] + words)
      #expect(last.wait() == .exit(0), "\(last.standardError)")
      #expect(site.complaints == [])
      #expect(site.server.stats.accepted == 6)
      let status = try site.start(words: [BuiltProgram.path, "status", packed])
      #expect(status.wait() == .exit(0))
      #expect(status.standardOutput.contains("6 of 6 done"), "\(status.standardOutput)")
    }

    @Test(.enabled(if: gzip != nil, "no gzip on PATH"))
    func `input that begins with what was read before continues the run`() throws {
      let site = try Site(jobs: 3)
      let run = { (file: String) in
        try site.start(
          words: [
            BuiltProgram.path, "run", file, "--base-url", site.server.baseURL, "--plan", "none",
          ])
      }
      #expect(try run(try pack(site, Self.gzip, "gz")).wait() == .exit(0))
      let jobs = (0..<5).map { "job-\($0)" }
      try site.folder.file("jobs.jsonl", jobs.map { Site.line($0) }.joined())
      let longer = try run(try pack(site, Self.gzip, "gz"))
      #expect(longer.wait() == .exit(0), "\(longer.standardError)")
      #expect(site.server.stats.accepted == 5)
      try site.folder.file("jobs.jsonl", jobs.dropFirst().map { Site.line($0) }.joined())
      let other = try run(try pack(site, Self.gzip, "gz"))
      #expect(other.wait() == .exit(65))
      #expect(
        other.standardError.contains(
          "error: '\(site.directory)' holds another input than what was read now.\n"))
      #expect(Checker(site.directory).complaints(ofAll: jobs) == [])
    }

    @Test(.enabled(if: gzip != nil, "no gzip on PATH"))
    func `a compressed file that cannot be read says why, and a corrected one runs`() throws {
      let site = try Site(jobs: 2)
      let packed = try pack(site, Self.gzip, "gz")
      let words = [packed, "--base-url", site.server.baseURL, "--plan", "none"]
      let run = { try site.start(words: [BuiltProgram.path, "run"] + words) }
      let whole = try Data(contentsOf: URL(fileURLWithPath: packed))
      try whole.dropLast(20).write(to: URL(fileURLWithPath: packed))
      let torn = try run()
      #expect(torn.wait() == .exit(65))
      #expect(
        torn.standardError.contains(
          "error: \(packed): 'gzip -dc' failed: gzip: stdin: unexpected end of file.\n"
            + " help: The file is damaged, or not complete. Nothing was sent.\n"),
        "\(torn.standardError)")
      let text = try site.folder.file("bad.jsonl", "\n{}\n")
      let bad = try #require(Self.gzip).run(["-c"], input: URL(fileURLWithPath: text)).output
      try bad.write(to: URL(fileURLWithPath: packed))
      let refused = try run()
      #expect(refused.wait() == .exit(65))
      #expect(
        refused.standardError.contains("error: \(packed):2:1: not a job: missing 'model'.\n"),
        "\(refused.standardError)")
      let bare = try Child(
        [BuiltProgram.path, "check", packed], in: site.folder.path,
        environment: ["PATH": site.folder.path], name: "bare")
      #expect(bare.wait() == .exit(66))
      #expect(
        bare.standardError
          == "error: cannot read '\(packed)': 'gzip' is not on the PATH.\n"
          + " help: Install gzip, or unpack the file elsewhere.\n")
      let missing = try site.start(words: [BuiltProgram.path, "run", packed + ".gz"])
      #expect(missing.wait() == .exit(66))
      try whole.write(to: URL(fileURLWithPath: packed))
      let corrected = try run()
      #expect(corrected.wait() == .exit(0), "\(corrected.standardError)")
      #expect(site.complaints == [])
    }
  }
}
