import Basics
import BatchRunner

/// Where the jobs of a run come from, and where its directory is.
struct JobInput: Equatable {
  /// The job file to read.
  let jobs: String
  /// As the user named it.
  let name: String
  let directory: String
  /// The jobs are to be read from standard input or a pipe first, into the run directory.
  let isStream: Bool

  /// `operand`: a job file, a run directory that is to be resumed, a pipe, or `-`.
  init(_ operand: String, runDirectory: String?, isSandbox: Bool) throws(JobInputError) {
    name = operand
    var status = stat()
    let exists = stat(operand, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR {
      directory = runDirectory ?? operand
      jobs = try Self.jobs(of: operand)
      isStream = false
      return
    }
    isStream = operand == "-" || (exists && kind != S_IFREG)
    if isStream {
      guard let runDirectory else { throw .streamWithoutDirectory(operand) }
      directory = runDirectory
      jobs = RunDirectory(runDirectory).input
    } else {
      directory = runDirectory ?? Self.directory(for: operand, isSandbox: isSandbox)
      jobs = operand
    }
  }

  /// The job file's path with `.run` for its extension.
  static func directory(for jobs: String, isSandbox: Bool) -> String {
    let path = PathName(jobs)
    let stem = path.fileExtension.isEmpty ? jobs : path.withoutExtension
    return stem + (isSandbox ? ".sandbox.run" : ".run")
  }

  /// The run directory that the user means by it or by its job file.
  static func directory(of run: String) -> String {
    var status = stat()
    let isDirectory = stat(run, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    if isDirectory { return run }
    let directory = directory(for: run, isSandbox: false)
    if RunDirectory(directory).exists { return directory }
    let sandbox = Self.directory(for: run, isSandbox: true)
    return RunDirectory(sandbox).exists ? sandbox : directory
  }

  private static func jobs(of directory: String) throws(JobInputError) -> String {
    let run = RunDirectory(directory)
    if FileManager.default.fileExists(atPath: run.input) { return run.input }
    guard let manifest = try? Manifest(in: run) else { throw .noRun(directory) }
    return manifest.jobFile
  }
}

enum JobInputError: Error, Equatable {
  case streamWithoutDirectory(String)
  case noRun(String)
}

extension JobInputError: UserFacing {
  var problem: String {
    switch self {
    case .streamWithoutDirectory(let name):
      "'\(name)' can be read only once, so the run needs a directory to keep it in."
    case .noRun(let path): "'\(path)' is a folder, and no run directory."
    }
  }

  var remedy: String? {
    switch self {
    case .streamWithoutDirectory: "Add --run-dir DIR."
    case .noRun: "Name a job file, or a run directory."
    }
  }
}
