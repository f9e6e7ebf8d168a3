import Basics
import BatchRunner

/// One job file of a run: the file is checked, and its run directory is locked and read.
struct RunPart {
  let input: JobInput
  let jobs: JobFile
  let directory: RunDirectory
  let warnings: DiskWarnings
  let lock: RunLock
  let recovery: Recovery
  let manifest: Manifest
  /// The length of `results.jsonl` when it was opened, in bytes.
  let resultsLength: Int

  /// Attempts that an earlier process left in flight and whose jobs have not succeeded since.
  var crashed: [JournalSummary.Unfinished] {
    recovery.journal.unfinished.filter { unfinished in
      guard let index = recovery.table.index(ofID: XXHash64.hash(unfinished.job)) else {
        return false
      }
      return recovery.table[state: index] != .succeeded
    }
  }
}

extension RunPart {
  /// The settings of the run that its directory must match or that are written into it.
  struct Settings {
    let endpoint: Endpoint
    let isSandbox: Bool
    let plan: Plan
    let edited: Recovery.Edited
    let console: Console
  }

  /// Reads and checks the whole job file. Throws if it has a problem or contains no jobs. `name` is
  /// the file as the user named it, for the messages.
  static func check(_ path: String, name: String) throws(CommandError) -> JobFile {
    let jobs: JobFile
    do throws(FileError) {
      jobs = try JobFile(path)
    } catch {
      throw CommandError(reading: error)
    }
    if jobs.problemCount > 0 {
      throw CommandError(status: .invalidInput, error: JobFileProblems(jobs, name: name))
    }
    guard jobs.table.count > 0 else {
      throw CommandError(status: .invalidInput, error: EmptyJobFile(path: name))
    }
    return jobs
  }

  /// Creates or opens the run directory, locks it for this process, and reads it.
  ///
  /// `checked` is `nil` if the jobs come from standard input, a pipe or a compressed file: they are
  /// then stored in the directory first.
  static func open(
    _ input: JobInput, checked: JobFile?, _ settings: Settings
  ) throws(CommandError) -> RunPart {
    let warnings = DiskWarnings(input.directory, settings.console)
    let directory = RunDirectory(input.directory) { warnings.hear($0) }
    let lock = try claim(directory)
    if input.isStream { try StreamInput.keep(input.name, input.packed, in: directory) }
    let name = input.packed == nil ? input.jobs : input.name
    let jobs = if let checked { checked } else { try check(input.jobs, name: name) }
    do throws(CheckpointError) {
      let manifest = try manifest(directory, input, settings)
      let recovery = try Recovery(
        directory, of: jobs, edited: settings.edited,
        keepsStartsSince: settings.plan.startsMatterSince(.now))
      return RunPart(
        input: input, jobs: jobs.marked(recovery.table), directory: directory,
        warnings: warnings, lock: lock, recovery: recovery, manifest: manifest,
        resultsLength: directory.resultsLength)
    } catch {
      throw CommandError(error)
    }
  }

  /// Creates the directory if it is missing, locks it, and sees whether a run can use it.
  private static func claim(_ directory: RunDirectory) throws(CommandError) -> RunLock {
    let lock: RunLock
    do throws(FileError) {
      try directory.create()
    } catch {
      throw CommandError(status: error.isDiskFull ? .diskFailed : .directoryInUse, error: error)
    }
    do throws(RunLockError) {
      lock = try RunLock(directory)
    } catch {
      throw CommandError(error)
    }
    // A directory with a manifest has shown it when the manifest was last written.
    guard !directory.disk.has(directory.manifest) else { return lock }
    do throws(FileError) {
      try directory.tryReplacing()
    } catch {
      throw CommandError(status: error.isDiskFull ? .diskFailed : .directoryInUse, error: error)
    }
    return lock
  }

  /// The manifest of this session, with the id and the totals of the run if it is resumed. Throws
  /// if the directory belongs to another API.
  private static func manifest(
    _ directory: RunDirectory, _ input: JobInput, _ settings: Settings
  ) throws(CheckpointError) -> Manifest {
    var manifest = Manifest(
      jobFile: input.jobs, endpoint: settings.endpoint, isSandbox: settings.isSandbox,
      plan: settings.plan, version: Version.program, at: .now)
    guard let earlier = try Manifest(in: directory) else { return manifest }
    guard earlier.origin == manifest.origin else {
      throw .otherAPI(
        directory: directory.path, origin: earlier.origin, asked: manifest.origin)
    }
    manifest.runID = earlier.runID
    manifest.createdAt = earlier.createdAt
    manifest.totals = earlier.totals
    return manifest
  }
}

/// The error for a job file with problems: shows the first one and counts the others.
struct JobFileProblems: UserFacing {
  private let problems: [JobFileProblem]
  private let count: Int

  init(_ jobs: JobFile, name: String) {
    problems = jobs.problems.map { $0.named(name) }
    count = jobs.problemCount
  }

  var problem: String {
    guard let first = problems.first else { return "" }
    return first.problem
      + (count > 1
        ? " \(Figure.count(count - 1, "more problem")); 'nightshift check' lists them." : "")
  }

  var remedy: String? {
    let nothing = "Nothing was sent."
    guard let remedy = problems.first?.remedy else { return nothing }
    // A command at the end of a remedy is left alone, so that it can be copied.
    return remedy.hasSuffix(".") ? "\(remedy) \(nothing)" : "\(nothing) \(remedy)"
  }
}

/// The error for a job file without jobs.
struct EmptyJobFile: UserFacing {
  let path: String
  var problem: String { "\(path): the file contains no jobs." }
  var remedy: String? { "Write one JSON object per line, with 'model' and 'messages'." }
}
