import Basics
import BatchRunner
import CPlatform

/// A compressed job file, and the program that unpacks it.
struct PackedFile: Equatable {
  let path: String
  let compression: Compression

  /// The status of `env` where there is no such program (POSIX).
  private static let notFound: Int32 = 127
  /// How much of the program's own message is kept, in bytes.
  private static let messageLimit = 300

  /// `nil`: the name is not that of a compressed file.
  init?(_ path: String) {
    guard let compression = Compression(path: path) else { return nil }
    self.path = path
    self.compression = compression
  }

  /// Throws if the file cannot be opened (66).
  func checkIsReadable() throws(CommandError) {
    do throws(FileError) {
      _ = try ReadableFile(path)
    } catch {
      throw CommandError(reading: error)
    }
  }

  /// Passes the unpacked bytes to `use` piece by piece. Throws if the file cannot be read or there is
  /// no program for it (66), or if the program says that the file is damaged (65).
  func unpack(_ use: (ArraySlice<UInt8>) throws(CommandError) -> Void) throws(CommandError) {
    let errors: TemporaryFile
    do throws(FileError) {
      errors = try TemporaryFile()
    } catch {
      throw CommandError(status: .couldNotRun, error: error)
    }
    let (process, output) = try start(errors: errors.descriptor)
    var failure: CommandError?
    do throws(CommandError) {
      try StreamReader.read(output, of: path, use) { CommandError(reading: $0) }
    } catch {
      failure = error
    }
    // A program that is still writing ends when nobody reads its output.
    close(output)
    let end = process.waitForEnd()
    if let failure { throw failure }
    if end == .exited(0) { return }
    if end == .exited(Self.notFound) {
      throw CommandError(status: .noInput, error: UnpackError.noProgram(path, compression.program))
    }
    let message = (try? errors.file.bytes(at: 0, count: Self.messageLimit)) ?? []
    let words = String(decoding: message, as: UTF8.self).split(separator: "\n").first ?? ""
    throw CommandError(
      status: .invalidInput, error: UnpackError.failed(path, compression.program, String(words)))
  }

  /// Starts the program with the file as its standard input, so that no name of a file can be taken
  /// for an option. Also returns the descriptor of its output.
  private func start(errors: Int32) throws(CommandError) -> (ChildProcess, output: Int32) {
    let input = open(path, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else {
      throw CommandError(reading: FileError(path: path, operation: .open, code: errno))
    }
    defer { close(input) }
    var ends: [Int32] = [-1, -1]
    guard nightshift_pipe(&ends) == 0 else {
      throw CommandError(
        status: .couldNotRun, error: FileError(path: path, operation: .open, code: errno))
    }
    defer { close(ends[1]) }
    let search = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    do throws(ChildProcess.NotStarted) {
      let process = try ChildProcess(
        "/usr/bin/env", ["env", compression.program, "-dc"],
        environment: ["PATH": search, "LC_ALL": "C"], input: input, output: ends[1],
        errors: errors)
      return (process, ends[0])
    } catch {
      close(ends[0])
      throw CommandError(status: .noInput, error: UnpackError.noProgram(path, compression.program))
    }
  }
}

/// Why a compressed job file cannot be read.
enum UnpackError: Error, Equatable {
  /// The path, and the program that is missing.
  case noProgram(String, String)
  /// The path, the program that failed, and the first line that it printed.
  case failed(String, String, String)
}

extension UnpackError: UserFacing {
  var problem: String {
    switch self {
    case .noProgram(let path, let program):
      "cannot read '\(path)': '\(program)' is not on the PATH."
    case .failed(let path, let program, let words):
      "\(path): '\(program) -dc' failed\(words.isEmpty ? "" : ": \(Printable(words))")."
    }
  }

  var remedy: String? {
    switch self {
    case .noProgram(_, let program): "Install \(program), or unpack the file elsewhere."
    case .failed: "The file is damaged, or not complete. Nothing was sent."
    }
  }
}
