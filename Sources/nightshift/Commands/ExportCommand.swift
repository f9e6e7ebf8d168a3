import Basics
import BatchRunner
import Datasets

/// `nightshift export`: writes the answers of a run as a table. The run may be running.
struct ExportCommand {
  let options: ExportOptions
  let console: Console

  func run() -> ExitStatus {
    let directory = RunDirectory(JobInput.directory(of: options.run))
    guard directory.exists else {
      console.error(NoRun(path: options.run))
      return .noInput
    }
    do {
      try export(directory)
      return .finished
    } catch let error as AtomicFileError where error == .closed {
      // The reader of standard output has seen enough, as `head` has.
      return .finished
    } catch let error as any UserFacing {
      let stop = CommandError(dataset: error)
      console.error(stop.error)
      return stop.status
    } catch {
      preconditionFailure("an error without a message: \(error)")
    }
  }

  private func export(_ directory: RunDirectory) throws {
    let table = options.isSorted ? try jobs(of: directory).table : nil
    let template = try options.template.map {
      try Template(path: $0, model: options.model, system: options.system)
    }
    var export = try Export(directory, try joinedAsPrepared(in: directory), template: template)
    let output = try AtomicFile(options.output, replaces: options.replaces)
    if options.export.join != nil {
      try export.runJoined(into: output)
    } else if let table {
      try export.run(in: table, into: output)
    } else {
      try export.run(into: output)
    }
    try output.finish()
    printCounts(export)
  }

  /// The options, with a dataset that is read as it was when the jobs were prepared, where no option
  /// says otherwise.
  private func joinedAsPrepared(in directory: RunDirectory) throws -> Export.Options {
    var export = options.export
    guard let join = export.join else { return export }
    let isDirectory = directory.path == options.run
    guard let jobs = isDirectory ? try Manifest(in: directory)?.jobFile : options.run else {
      return export
    }
    // The path in the manifest may be relative to another folder.
    let folder = PathName(directory.path).folder
    let beside = (folder.isEmpty ? "" : folder + "/") + PathName(jobs).name
    for jobs in [jobs, beside] {
      guard let record = try PreparationRecord(besideJobs: jobs) else { continue }
      let sameName = PathName(record.dataset).name == PathName(join.dataset).name
      export.join?.take(record, at: PreparationRecord.path(besideJobs: jobs), sameName: sameName)
      return export
    }
    export.join?.missingRecord = PreparationRecord.path(besideJobs: jobs)
    return export
  }

  /// The job file of the run: the stored standard input if there is one, else the file that the
  /// manifest names.
  private func jobs(of directory: RunDirectory) throws -> JobFile {
    let hasInput = FileManager.default.fileExists(atPath: directory.input)
    guard !hasInput else { return try JobFile(directory.input) }
    guard let manifest = try Manifest(in: directory) else { throw NoRun(path: options.run) }
    return try JobFile(manifest.jobFile)
  }

  private func printCounts(_ export: Export) {
    console.note(
      "\(Figure.count(export.rows, "row")): \(Figure.count(export.answers, "answer")), "
        + "\(Figure.count(export.failed)) failed, "
        + "\(Figure.count(export.rows - export.answers - export.failed)) without either.")
    if let join = options.export.join {
      for note in export.notes { console.note(note.sentence(about: join.dataset)) }
      for sentence in export.report?.sentences ?? [] { console.note(sentence) }
    }
    if export.withoutObject > 0 {
      console.note("\(Figure.count(export.withoutObject, "answer")) without one JSON object.")
    }
    for (field, count) in zip(options.export.fields, export.withoutField) where count > 0 {
      console.note("\(Figure.count(count, "answer")) without '\(field)' in its JSON object.")
    }
    if export.damaged > 0 {
      console.note("\(Figure.count(export.damaged, "damaged line")) skipped.")
    }
  }
}
