import Foundation
import TestTools
import Testing

extension EndToEnd {
  /// Tables of one and of several runs.
  @Suite struct ExportTests {
    private let folder = TemporaryFolder()

    private func run(_ words: [String], environment: [String: String] = [:]) throws -> Child {
      let child = try Child(
        [BuiltProgram.path] + words, in: folder.path, environment: environment,
        name: "run-\(UInt64.random(in: 0 ... .max))")
      child.wait()
      return child
    }

    /// Runs that are done, made from one dataset.
    private func runs(_ names: [String]) throws -> [String] {
      let dataset = try folder.file("d.csv", "id,text\na,one\nb,two\n")
      let prompt = try folder.file("p.txt", "{{text}}")
      var directories: [String] = []
      for name in names {
        let jobs = "\(folder.path)/j.jsonl"
        let directory = "\(folder.path)/\(name)"
        let prepared = try run([
          "prepare", dataset, "--template", prompt, "--model", "m", "--id-column", "id", "--force",
          "-o", jobs,
        ])
        #expect(prepared.wait() == .exit(0), "\(prepared.standardError)")
        let ran = try run([
          "run", jobs, "--sandbox", "--plan", "none", "--run-dir", directory, "--progress", "none",
        ])
        #expect(ran.wait() == .exit(0), "\(ran.standardError)")
        directories.append(directory)
      }
      return directories
    }

    private func export(_ words: String...) throws -> (rows: [[String]], errors: String) {
      let child = try run(["export", "-o", "-", "--format", "csv"] + words)
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      let rows = child.standardOutput.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      return (rows, child.standardError)
    }

    @Test func `several runs make one table, one after the other`() throws {
      let runs = try runs(["small.run", "large"])
      let (rows, errors) = try export(runs[0], runs[1], "--sort")
      #expect(rows[0].prefix(3) == ["run", "id", "answer"])
      #expect(
        rows.dropFirst().map { Array($0.prefix(2)) } == [
          ["small", "a"], ["small", "b"], ["large", "a"], ["large", "b"],
        ])
      #expect(
        errors == "note: small: 2 rows: 2 answers, 0 failed, 0 without either.\n"
          + "note: large: 2 rows: 2 answers, 0 failed, 0 without either.\n")
      let joined = try export(
        runs[1], runs[0], "--join", "\(folder.path)/d.csv", "--id-column", "id")
      #expect(joined.rows[0].prefix(4) == ["run", "id", "text", "answer"])
      #expect(
        joined.rows.dropFirst().map { Array($0.prefix(3)) } == [
          ["large", "a", "one"], ["large", "b", "two"], ["small", "a", "one"],
          ["small", "b", "two"],
        ])
      let lines = try run(["export", runs[0], runs[1], "-o", "-", "--format", "jsonl"])
      #expect(lines.standardOutput.split(separator: "\n").count == 4)
      #expect(lines.standardOutput.contains("\n{\"run\":\"large\",\"id\":\""))
    }

    @Test func `runs with one name are named as they were typed`() throws {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/x", withIntermediateDirectories: true)
      let runs = try runs(["a.run", "x/a.run"])
      let (rows, _) = try export(runs[0], runs[1])
      #expect(Set(rows.dropFirst().map { $0[0] }) == Set(runs))
    }

    @Test
    func `a run that is missing, damaged or named twice ends the export, and nothing appears`()
      throws
    {
      let runs = try runs(["a.run", "b.run"])
      let table = "\(folder.path)/t.csv"
      func refusal(_ words: String..., status: Int32) throws -> String {
        let child = try run(["export", "-o", table] + words)
        #expect(child.wait() == .exit(status), "\(words)")
        #expect(!FileManager.default.fileExists(atPath: table))
        return child.standardError
      }
      #expect(
        try refusal(runs[0], "\(folder.path)/c.run", status: 66)
          == "error: there is no run at '\(folder.path)/c.run'.\n"
          + " help: Name a run directory or its job file.\n")
      #expect(
        try refusal(runs[0], runs[1], "\(runs[0])/", status: 64)
          == "error: '\(runs[0])' and '\(runs[0])/' are the same run.\n"
          + " help: Name each run once.\n")
      #expect(
        try refusal(runs[0], runs[1], "--join", "-", status: 64)
          == "error: '-' can be read only once, but several runs are joined to it.\n"
          + " help: Store the dataset in a file first.\n")
      let results = "\(runs[1])/results.jsonl"
      let text = try String(contentsOfFile: results, encoding: .utf8)
      try Data(text.replacing(",\"custom_id\"", with: ", \"custom_id\"").utf8)
        .write(to: URL(fileURLWithPath: results))
      #expect(
        try refusal(runs[0], runs[1], status: 65)
          .contains("error: \(results):1: this line was written whole, and is not what was"))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!left.contains { $0.hasSuffix(".new") })
    }

    @Test func `Parquet is made by duckdb, from lines with texts and counts alone`() throws {
      let run = try runs(["a.run"])[0]
      // Keeps what it was asked, and writes its input in place of Parquet.
      _ = try folder.program(
        "duckdb",
        """
        query=$4; printf '%s' "$query" > '\(folder.path)/query'
        target=$(printf '%s' "$query" | sed "s/.* TO '\\(.*\\)' (FORMAT parquet)/\\1/; s/''/'/g")
        cat > "$target"
        """)
      let path = "\(folder.path):" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
      let table = "\(folder.path)/it's [1].parquet"
      let words = ["export", run, "--sort", "-o", table]
      let made = try self.run(words, environment: ["PATH": path])
      #expect(made.wait() == .exit(0), "\(made.standardError)")
      let text = try String(contentsOfFile: table, encoding: .utf8)
      #expect(text.hasPrefix(#"{"id":"a","answer":"one "#))
      #expect(
        text.contains(#","latency_ms":"#) && text.contains(#","error":null,"tokens_cached":"#))
      let query = try String(contentsOfFile: "\(folder.path)/query", encoding: .utf8)
      #expect(
        query.hasPrefix(
          "COPY (SELECT * FROM read_ndjson('/dev/stdin', columns = {'id': 'VARCHAR', "
            + "'answer': 'VARCHAR', 'finish_reason': 'VARCHAR', 'model': 'VARCHAR', "
            + "'tokens_in': 'BIGINT', 'tokens_out': 'BIGINT', 'latency_ms': 'BIGINT', "
            + "'error': 'VARCHAR', 'tokens_cached': 'BIGINT', 'tokens_reasoning': 'BIGINT', "
            + "'cost_usd': 'VARCHAR'}, maximum_object_size = 268435456)) TO '"), "\(query)")
      #expect(query.contains("/it''s [1].parquet."))
      let attributes = try FileManager.default.attributesOfItem(atPath: table)
      #expect(attributes[.posixPermissions] as? Int == 0o600)

      let twice = try self.run(words, environment: ["PATH": path])
      #expect(twice.wait() == .exit(73))
      _ = try folder.program("duckdb", "echo 'Binder Error: no' >&2; exit 1")
      let failed = try self.run(words + ["--force"], environment: ["PATH": path])
      #expect(failed.wait() == .exit(1))
      #expect(
        failed.standardError.hasSuffix(
          "error: cannot write Parquet: 'duckdb' failed: Binder Error: no\n"
            + " help: The runs are unchanged. --format jsonl writes the same table.\n"))
      #expect(try String(contentsOfFile: table, encoding: .utf8) == text)
      let missing = try self.run(words + ["--force"], environment: ["PATH": "/nowhere"])
      #expect(missing.wait() == .exit(1))
      #expect(
        missing.standardError.contains(
          "error: cannot write Parquet: 'duckdb' is not on the PATH.\n help: Install it, or "))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!left.contains { $0.hasSuffix(".new") || $0.hasPrefix("it's [1].parquet.") })
    }

    @Test func `the real duckdb writes what was exported, cell by cell`() throws {
      guard let duckdb = Tool("duckdb") else { return }
      let run = try runs(["a.run"])[0]
      let dataset = try folder.file(
        "d.jsonl",
        #"{"id":"a","day":"2024-01-01","n":1.50,"big":123456789012345678901234567890}"# + "\n"
          + #"{"id":"b","day":"","n":{"x": [1]},"big":null}"# + "\n")
      let table = "\(folder.path)/t.parquet"
      let made = try self.run(
        [
          "export", run, "--join", dataset, "--id-column", "id", "-o", table,
        ], environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
      #expect(made.wait() == .exit(0), "\(made.standardError)")
      let read = try duckdb.run([
        "-init", "/dev/null", "-csv", "-noheader", "-c",
        "SELECT id, day, n, big, typeof(tokens_in) FROM '\(table)'",
      ])
      #expect(
        String(decoding: read.output, as: UTF8.self).hasSuffix(
          "a,2024-01-01,1.50,123456789012345678901234567890,BIGINT\n"
            + "b,,\"{\"\"x\"\": [1]}\",NULL,BIGINT\n"), "\(read)")
    }
  }
}
