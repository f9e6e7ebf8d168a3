import Basics
import BatchRunner
import Datasets

/// `nightshift prepare`: a job file out of a dataset.
struct PrepareCommand {
  let options: PrepareOptions
  let console: Console

  private static let problemsTold = 20
  /// Of the first request.
  private static let charactersShown = 4_000

  func run() -> ExitStatus {
    do {
      return try prepare()
    } catch let error as WholeFileError where error == .closed {
      return .finished
    } catch let error as any UserFacing {
      let stop = Stop(dataset: error)
      console.error(stop.error)
      return stop.status
    } catch {
      preconditionFailure("an error without words: \(error)")
    }
  }

  private func prepare() throws -> ExitStatus {
    let template = try Template(
      path: options.template, model: options.model, system: options.system)
    var preparation = try Preparation(options.dataset, template, options.preparation)
    let output = try WholeFile(options.output, replaces: options.replaces)
    var told = 0
    var remedy: String?
    try preparation.run(into: output) { problem in
      told += 1
      if told <= Self.problemsTold { console.error(Bare(problem: problem.problem)) }
      if told == 1 { remedy = problem.remedy }
    }
    guard preparation.problems == 0 else {
      console.error(
        RowsFailed(
          dataset: options.dataset, count: preparation.problems, told: Self.problemsTold,
          remedy: remedy))
      return .invalidInput
    }
    try output.finish()
    let first = preparation.first ?? ""
    let shown = first.prefix(Self.charactersShown)
    console.note("first request: \(shown)\(shown.endIndex < first.endIndex ? "…" : "")")
    console.note(preparation.cost.sentence)
    return .finished
  }
}

/// A problem without its remedy, which is told once.
private struct Bare: UserFacing {
  let problem: String
  var remedy: String? { nil }
}

private struct RowsFailed: UserFacing {
  let dataset: String
  let count: Int
  let told: Int
  let remedy: String?

  var problem: String {
    let more = count > told ? ", \(Figure.count(count - told)) of them not listed" : ""
    return "\(dataset): \(Figure.count(count, "problem"))\(more); nothing was written."
  }
}

extension Stop {
  /// A dataset, a template or an output that cannot be used.
  init(dataset error: any UserFacing) {
    let status: ExitStatus =
      switch error {
      case DatasetError.file, DatasetError.stream, TemplateError.file, is FileError: .noInput
      case DatasetError.unknownFormat, TemplateError.needsModel, TemplateError.isABody: .usage
      case WholeFileError.file(let error): Self.status(of: error)
      case is WholeFileError: .directoryInUse
      default: .invalidInput
      }
    self.init(status: status, error: error)
  }
}
