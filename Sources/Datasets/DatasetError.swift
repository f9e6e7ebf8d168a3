package import Basics

/// Why a dataset cannot be used at all.
package enum DatasetError: Error, Equatable {
  case file(FileError)
  case stream(String)
  case unknownFormat(String)
  case notUTF8(String)
  case noHeader(String)
  case noRows(String)
  case unknownColumn(String, path: String, source: String, columns: [String])
  case columnTwice(String, path: String, source: String)
  /// A row of a join.
  case row(DatasetProblem)
  case noAnswerFits(path: String, answers: Int)
}

extension DatasetError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .stream(let path): "'\(path)' is no file, and a dataset is read more than once."
    case .unknownFormat(let path): "the name '\(path)' does not tell what format it has."
    case .notUTF8(let path): "\(path): it is UTF-16, and must be UTF-8."
    case .noHeader(let path): "\(path): it is empty."
    case .noRows(let path): "\(path): it holds no row that is wanted."
    case .unknownColumn(let name, let path, let source, _):
      "\(source): '\(path)' has no column '\(name)'."
    case .columnTwice(let name, let path, let source):
      "\(source): '\(path)' has two columns '\(name)'."
    case .row(let problem): problem.problem
    case .noAnswerFits(let path, let answers):
      "none of the \(Figure.count(answers, "answer")) belongs to a row of '\(path)'."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .stream: "Save it as a file first."
    case .unknownFormat: "Name it .csv, .tsv or .jsonl, or say --format."
    case .notUTF8: "Save it as UTF-8."
    case .noHeader: "The first line names the columns."
    case .noRows: "Look at the dataset, and at --where."
    case .unknownColumn(let name, _, _, let columns):
      (Nearest.word(to: name, among: columns).map { "Did you mean '\($0)'? " } ?? "")
        + "The columns are \(columns.map { "'\($0)'" }.joined(separator: ", "))."
    case .columnTwice: "Rename one of them."
    case .row(let problem): problem.remedy
    case .noAnswerFits:
      "Name the dataset that the jobs were prepared from, with the same --id-column."
    }
  }
}
