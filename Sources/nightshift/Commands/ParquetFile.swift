import Basics
import BatchRunner
import Datasets

/// A Parquet file that the program `duckdb` makes from JSON Lines.
///
/// It appears complete or not at all. Every column is text, but for counts.
struct ParquetFile {
  let path: String
  /// The JSON Lines are written here, beside the file.
  let lines: String

  /// How much of what duckdb prints is read, in bytes.
  private static let messageLimit = 4096
  /// The exit status of `env` if it does not find the program.
  private static let notFound: Int32 = 127

  /// Throws if the file exists and is not to be replaced.
  init(_ path: String, replaces: Bool) throws(AtomicFileError) {
    var status = stat()
    if !replaces, lstat(path, &status) == 0 { throw .exists(path) }
    self.path = path
    lines = "\(path).\(getpid()).jsonl"
  }

  /// Makes the file from the lines, which are complete, and removes them.
  func finish(_ columns: [(name: String, isCount: Bool)]) throws {
    defer { unlink(lines) }
    let temporary = "\(path).\(getpid()).new"
    do {
      try convert(Self.query(columns, to: temporary))
      try keep(temporary)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// The lines are duckdb's standard input, because it takes `*` and `[` in a path for a pattern.
  private func convert(_ query: String) throws {
    let input = open(lines, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else {
      throw AtomicFileError.file(FileError(path: lines, operation: .open, code: errno))
    }
    defer { close(input) }
    let errors = try TemporaryFile()
    let search = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    let end: ChildProcess.End?
    do throws(ChildProcess.NotStarted) {
      end = try ChildProcess(
        "/usr/bin/env", ["env", "duckdb", "-init", "/dev/null", "-c", query],
        environment: ["PATH": search, "LC_ALL": "C"], input: input, errors: errors.descriptor
      ).waitForEnd()
    } catch {
      throw ParquetError.noProgram
    }
    if end == .exited(0) { return }
    if end == .exited(Self.notFound) { throw ParquetError.noProgram }
    let message = (try? errors.file.bytes(at: 0, count: Self.messageLimit)) ?? []
    let words = String(decoding: message, as: UTF8.self).split(separator: "\n")
    throw ParquetError.failed(words.first { !$0.hasPrefix("-- Loading") }.map(String.init) ?? "")
  }

  private func keep(_ temporary: String) throws(AtomicFileError) {
    let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .file(FileError(path: path, operation: .create, code: errno))
    }
    defer { close(descriptor) }
    _ = fchmod(descriptor, 0o600)
    guard fsync(descriptor) == 0 || FileError.unsupported.contains(errno) else {
      throw .file(FileError(path: path, operation: .sync, code: errno))
    }
    guard rename(temporary, path) == 0 else {
      throw .file(FileError(path: path, operation: .rename, code: errno))
    }
  }

  /// What duckdb is asked to do.
  static func query(_ columns: [(name: String, isCount: Bool)], to path: String) -> String {
    let types = columns.map { "\(quoted($0.name)): '\($0.isCount ? "BIGINT" : "VARCHAR")'" }
    return "COPY (SELECT * FROM read_ndjson('/dev/stdin', columns = {"
      + types.joined(separator: ", ") + "}, maximum_object_size = 268435456)) TO \(quoted(path)) "
      + "(FORMAT parquet)"
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.replacing("'", with: "''"))'"
  }
}

/// Why no Parquet file could be made.
enum ParquetError: Error, Equatable {
  /// duckdb is not installed.
  case noProgram
  /// The first line that duckdb printed.
  case failed(String)
}

extension ParquetError: UserFacing {
  var problem: String {
    switch self {
    case .noProgram: "cannot write Parquet: 'duckdb' is not on the PATH."
    case .failed(let words):
      "cannot write Parquet: 'duckdb' failed\(words.isEmpty ? "." : ": \(Printable(words))")"
    }
  }

  var remedy: String? {
    switch self {
    case .noProgram:
      "Install it, or export to JSON Lines and convert them, for example with Python: "
        + "pandas.read_json('a.jsonl', lines=True, dtype=False).to_parquet('a.parquet')"
    case .failed: "The runs are unchanged. --format jsonl writes the same table."
    }
  }
}
