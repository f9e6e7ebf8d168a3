import Basics
import BatchRunner
import Datasets

/// `nightshift prepare`: makes a job file from a dataset and a template.
struct PrepareCommand {
  let options: PrepareOptions
  let console: Console

  /// At most this many characters of the first request are shown.
  private static let charactersShown = 4_000

  func run() -> ExitStatus {
    do {
      return try options.conversion.map(convert) ?? prepare()
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
    let template = try template()
    var preparation = try Preparation(options.dataset, template, options.preparation)
    let output = try AtomicFile(options.output, replaces: options.replaces)
    if output.isReplaceable, options.preparation.idColumn == nil {
      preparation.kept = KeptIDs(options.output)
    }
    var failures = RowFailures(options.dataset, console)
    try preparation.run(into: output) { failures.add($0) }
    for note in preparation.notes { console.note(note.sentence(about: options.dataset)) }
    guard failures.count == 0 else { return failures.end() }
    try output.finish()
    if output.isReplaceable {
      try record(of: preparation, template).write(besideJobs: options.output)
    }
    if let kept = preparation.kept?.kept, kept > 0 {
      console.note(
        "\(Figure.count(kept, "job")) with the same request as before "
          + "\(kept == 1 ? "keeps its id." : "keep their ids.")")
    }
    tell(first: preparation.first, preparation.cost)
    return .finished
  }

  private func template() throws -> Template {
    guard let file = options.systemFile else {
      return try Template(
        path: options.template, model: options.model, system: options.system,
        members: options.members)
    }
    return try Template(
      path: options.template, model: options.model, system: Template.text(of: file),
      systemSource: file, members: options.members)
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

  private func convert(_ asked: Conversion.Options) throws -> ExitStatus {
    var conversion = try Conversion(options.dataset, asked)
    let output = try AtomicFile(options.output, replaces: options.replaces)
    var failures = RowFailures(options.dataset, console)
    try conversion.run(into: output) { failures.add($0) }
    guard failures.count == 0 else { return failures.end() }
    try output.finish()
    if let note = conversion.note { console.note(note) }
    tell(first: conversion.first, conversion.cost)
    return .finished
  }

  private func tell(first: String?, _ cost: PreparedCost) {
    let first = first ?? ""
    let shown = first.prefix(Self.charactersShown)
    console.note("first request: \(shown)\(shown.endIndex < first.endIndex ? "…" : "")")
    console.note(cost.sentence)
  }
}

/// The problems of rows: it prints the first ones, and counts all.
private struct RowFailures {
  private let dataset: String
  private let console: Console
  private(set) var count = 0
  /// How to solve the first.
  private var remedy: String?

  /// At most this many problems are printed; the others are counted.
  private static let shown = 20

  init(_ dataset: String, _ console: Console) {
    (self.dataset, self.console) = (dataset, console)
  }

  mutating func add(_ problem: some UserFacing) {
    count += 1
    if count <= Self.shown { console.error(ProblemOnly(problem: problem.problem)) }
    if count == 1 { remedy = problem.remedy }
  }

  /// Prints how many there are.
  func end() -> ExitStatus {
    console.error(
      RowsFailed(dataset: dataset, count: count, shown: Self.shown, remedy: remedy))
    return .invalidInput
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
