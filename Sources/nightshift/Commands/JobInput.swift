import Basics
import BatchRunner

/// Where the jobs of a run come from, and where its run directory is.
struct JobInput: Equatable {
  /// The path of the job file to read.
  let jobs: String
  /// The operand as the user typed it.
  let name: String
  /// The path of the run directory, which may not exist yet.
  let directory: String
  /// The jobs come from standard input, a pipe or a compressed file, and must first be stored in the
  /// run directory.
  let isStream: Bool
  /// The compressed file that holds the jobs; `nil`: they are not compressed.
  let packed: PackedFile?

  /// `operand` is a job file, a compressed job file, a run directory to resume, a pipe, or `-`.
  /// Throws if a pipe comes without a run directory, or if a folder is not a run directory.
  init(_ operand: String, runDirectory: String?, isSandbox: Bool) throws(JobInputError) {
    name = operand
    var status = stat()
    let exists = stat(operand, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR {
      directory = runDirectory ?? operand
      jobs = try Self.jobs(of: operand)
      isStream = false
      packed = nil
      return
    }
    let isPipe = operand == "-" || (exists && kind != S_IFREG)
    packed = isPipe ? nil : PackedFile(operand)
    isStream = isPipe || packed != nil
    if isPipe {
      guard let runDirectory else { throw .streamWithoutDirectory(operand) }
      directory = runDirectory
      jobs = RunDirectory(runDirectory).input
    } else {
      directory = runDirectory ?? Self.directory(for: operand, isSandbox: isSandbox)
      jobs = packed == nil ? operand : RunDirectory(directory).input
    }
  }

  /// The default run directory: the job file's path with the extension `.run`, or `.sandbox.run`. A
  /// compressed file has the run directory of the file that it holds.
  static func directory(for jobs: String, isSandbox: Bool) -> String {
    let unpacked = Compression(path: jobs) == nil ? jobs : PathName(jobs).withoutExtension
    let path = PathName(unpacked)
    let stem = path.fileExtension.isEmpty ? unpacked : path.withoutExtension
    return stem + (isSandbox ? ".sandbox.run" : ".run")
  }

  /// The run directory, given its own path or that of its job file. For a job file with both a real
  /// run and one against the sandbox, it is the real one.
  static func directory(of run: String) -> String {
    var status = stat()
    let isDirectory = stat(run, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    if isDirectory { return run }
    let directory = directory(for: run, isSandbox: false)
    if RunDirectory(directory).exists { return directory }
    let sandbox = Self.directory(for: run, isSandbox: true)
    return RunDirectory(sandbox).exists ? sandbox : directory
  }

  /// The job file of a run directory: the stored standard input, or the file that the manifest
  /// names.
  private static func jobs(of directory: String) throws(JobInputError) -> String {
    let run = RunDirectory(directory)
    if FileManager.default.fileExists(atPath: run.input) { return run.input }
    guard let manifest = try? Manifest(in: run) else { throw .noRun(directory) }
    return manifest.jobFile
  }
}

/// Why an operand cannot be used as jobs.
enum JobInputError: Error, Equatable {
  /// Standard input or a pipe needs `--run-dir`.
  case streamWithoutDirectory(String)
  /// The path of a folder that is not a run directory.
  case noRun(String)
}

extension JobInputError: UserFacing {
  var problem: String {
    switch self {
    case .streamWithoutDirectory(let name):
      "'\(name)' can be read only once, so the run needs a directory in which to store the jobs."
    case .noRun(let path): "'\(path)' is a folder, but not a run directory."
    }
  }

  var remedy: String? {
    switch self {
    case .streamWithoutDirectory: "Add --run-dir DIR."
    case .noRun: "Name a job file or a run directory."
    }
  }
}
