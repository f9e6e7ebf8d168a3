package import Basics
package import BatchRunner

/// What is wrong with a template.
package enum TemplateError: Error, Equatable {
  case file(FileError)
  case empty(path: String)
  case notJSON(path: String, line: Int, column: Int, clause: String)
  /// A request body that could not be sent as it stands.
  case notABody(path: String, reason: JobLineProblem.Reason)
  case unclosed(path: String, line: Int, column: Int)
  case noName(path: String, line: Int, column: Int)
  case needsModel(path: String)
  /// The option is for prompts, and the template is a request body.
  case isABody(path: String, option: String)
}

extension TemplateError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .empty(let path): "\(path): the template is empty."
    case .notJSON(let path, let line, let column, let clause):
      "\(path):\(line):\(column): not JSON: \(clause)."
    case .notABody(let path, let reason):
      "\(path): \(JobFileProblem(path: path, line: 1, column: 1, reason: reason).sentence)"
    case .unclosed(let path, let line, let column):
      "\(path):\(line):\(column): '{{' without '}}'."
    case .noName(let path, let line, let column):
      "\(path):\(line):\(column): no column stands between '{{' and '}}'."
    case .needsModel(let path): "'\(path)' is a prompt and no request body, so --model is needed."
    case .isABody(let path, let option):
      "\(option) is for prompts, and '\(path)' is a whole request body."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .empty: "Write a request body, or a prompt, with {{column}} where a cell goes."
    case .notJSON: "A template that is named .json is one JSON object, a request body."
    case .notABody: "A request body has 'model' and 'messages'."
    case .unclosed, .noName: "Write {{column}}; a literal '{{' is written '{{{{'."
    case .needsModel: "Add --model MODEL, or write the template as a JSON object."
    case .isABody: "Say it in the template, and leave the option out."
    }
  }
}
