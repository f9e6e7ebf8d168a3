import Basics
import BatchRunner
import Datasets

/// `nightshift prepare`: makes a job file from a dataset and a template.
struct PrepareCommand {
  let options: PrepareOptions
  let console: Console

  /// At most this many problems are printed; the others are counted.
  private static let problemsShown = 20
  /// At most this many characters of the first request are shown.
  private static let charactersShown = 4_000

  func run() -> ExitStatus {
    do {
      return try prepare()
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

  private func prepare() throws -> ExitStatus {
    let template = try Template(
      path: options.template, model: options.model, system: options.system)
    var preparation = try Preparation(options.dataset, template, options.preparation)
    let output = try AtomicFile(options.output, replaces: options.replaces)
    if output.isReplaceable, options.preparation.idColumn == nil {
      preparation.kept = KeptIDs(options.output)
    }
    var count = 0
    var remedy: String?
    try preparation.run(into: output) { problem in
      count += 1
      if count <= Self.problemsShown { console.error(ProblemOnly(problem: problem.problem)) }
      if count == 1 { remedy = problem.remedy }
    }
    for note in preparation.notes { console.note(note.sentence(about: options.dataset)) }
    guard preparation.problems == 0 else {
      console.error(
        RowsFailed(
          dataset: options.dataset, count: preparation.problems, shown: Self.problemsShown,
          remedy: remedy))
      return .invalidInput
    }
    try output.finish()
    if output.isReplaceable {
      try record(of: preparation, template).write(besideJobs: options.output)
    }
    if let kept = preparation.kept?.kept, kept > 0 {
      console.note(
        "\(Figure.count(kept, "job")) with the same request as before "
          + "\(kept == 1 ? "keeps its id." : "keep their ids.")")
    }
    let first = preparation.first ?? ""
    let shown = first.prefix(Self.charactersShown)
    console.note("first request: \(shown)\(shown.endIndex < first.endIndex ? "…" : "")")
    console.note(preparation.cost.sentence)
    return .finished
  }

  private func record(of preparation: Preparation, _ template: Template) -> PreparationRecord {
    var record = PreparationRecord(dataset: options.dataset, reading: preparation.reading)
    record.idColumn = options.preparation.idColumn
    record.columns = preparation.columnsUsed
    record.rows = preparation.rows
    record.movedIDs = preparation.kept?.moved ?? 0
    record.template = template.hash
    return record
  }
}

/// The problem of one row without its remedy, which ``RowsFailed`` prints once.
private struct ProblemOnly: UserFacing {
  let problem: String
  var remedy: String? { nil }
}

/// The error after the problems of the rows: how many there are, and how to solve the first.
private struct RowsFailed: UserFacing {
  let dataset: String
  /// The number of problems.
  let count: Int
  /// At most this many were printed.
  let shown: Int
  let remedy: String?

  var problem: String {
    let more = count > shown ? ", \(Figure.count(count - shown)) of them not listed" : ""
    return "\(dataset): \(Figure.count(count, "problem"))\(more); no file was written."
  }
}

extension CommandError {
  /// For a dataset, a template or an output that cannot be used.
  init(dataset error: any UserFacing) {
    let status: ExitStatus =
      switch error {
      case DatasetError.file(let error) where error.isDiskFull: .diskFailed
      case DatasetError.file, TemplateError.file, is FileError: .noInput
      case DatasetError.unknownFormat, TemplateError.needsModel, TemplateError.isABody: .usage
      case AtomicFileError.file(let error): Self.status(of: error)
      case is AtomicFileError: .directoryInUse
      default: .invalidInput
      }
    self.init(status: status, error: error)
  }
}
