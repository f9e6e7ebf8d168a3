import Basics
import BatchRunner

/// One job file of a run, checked, with its directory opened and read back.
struct RunPart {
  let input: JobInput
  let jobs: JobFile
  let directory: RunDirectory
  let lock: RunLock
  let recovery: Recovery
  let manifest: Manifest
  /// Bytes of results that earlier sessions left.
  let resultsLength: Int

  /// Jobs that an earlier process left in flight and that are not done.
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
  /// What of the run must fit the directory, and what is written into it.
  struct Frame {
    let endpoint: Endpoint
    let isSandbox: Bool
    let plan: Plan
    let edited: Recovery.Edited
  }

  /// Checks the whole job file; a problem in it stops everything.
  /// `name`: as the user named it.
  static func check(_ path: String, name: String) throws(Stop) -> JobFile {
    let jobs: JobFile
    do throws(FileError) {
      jobs = try JobFile(path)
    } catch {
      throw Stop(reading: error)
    }
    if jobs.problemCount > 0 {
      throw Stop(status: .invalidInput, error: JobFileProblems(jobs, name: name))
    }
    guard jobs.table.count > 0 else {
      throw Stop(status: .invalidInput, error: EmptyJobFile(path: name))
    }
    return jobs
  }

  /// Opens the run directory for this process alone, and reads it back.
  static func open(_ input: JobInput, checked: JobFile?, _ frame: Frame) throws(Stop) -> RunPart {
    let directory = RunDirectory(input.directory)
    let lock: RunLock
    do throws(FileError) {
      try directory.create()
    } catch {
      throw Stop(status: error.isDiskFull ? .diskFailed : .directoryInUse, error: error)
    }
    do throws(RunLockError) {
      lock = try RunLock(directory)
    } catch {
      throw Stop(error)
    }
    if input.isStream { try StreamInput.keep(input.name, in: directory) }
    let jobs = if let checked { checked } else { try check(input.jobs, name: input.jobs) }
    do throws(CheckpointError) {
      let manifest = try manifest(directory, input, frame)
      let recovery = try Recovery(directory, of: jobs, edited: frame.edited)
      return RunPart(
        input: input, jobs: jobs.marked(recovery.table), directory: directory, lock: lock,
        recovery: recovery, manifest: manifest, resultsLength: directory.resultsLength)
    } catch {
      throw Stop(error)
    }
  }

  private static func manifest(
    _ directory: RunDirectory, _ input: JobInput, _ frame: Frame
  ) throws(CheckpointError) -> Manifest {
    var manifest = Manifest(
      jobFile: input.jobs, endpoint: frame.endpoint, isSandbox: frame.isSandbox, plan: frame.plan,
      version: Version.program, at: .now)
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

/// All that is wrong with a job file.
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
    (problems.first?.remedy.map { $0 + " " } ?? "") + "Nothing was sent."
  }
}

struct EmptyJobFile: UserFacing {
  let path: String
  var problem: String { "\(path): it holds no job." }
  var remedy: String? { "Write one JSON object a line, with 'model' and 'messages'." }
}
