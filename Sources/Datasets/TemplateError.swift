package import Basics
package import BatchRunner

/// Why a template cannot be used. Lines and columns are counted from 1.
package enum TemplateError: Error, Equatable {
  case file(FileError)
  case empty(path: String)
  case notUTF8(path: String, line: Int)
  case notJSON(path: String, line: Int, column: Int, clause: String)
  /// It is a JSON object, but not a valid request body.
  case notABody(path: String, reason: JobLineProblem.Reason)
  /// `{{` without `}}`.
  case unclosed(path: String, line: Int, column: Int)
  /// `{{}}` without a column.
  case noName(path: String, line: Int, column: Int)
  /// It is a prompt, and no model was given.
  case needsModel(path: String)
  /// It is a request body, and the option is only for prompts.
  case isABody(path: String, option: String)
  /// A picture stands in a text that is no message's content.
  case pictureInText(path: String, line: Int, column: Int)
  /// `source`: where the system message stands.
  case pictureInSystem(source: String)
}

extension TemplateError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .empty(let path): "\(path): the template is empty."
    case .notUTF8(let path, let line): "\(path):\(line): the text is not in UTF-8."
    case .notJSON(let path, let line, let column, let clause):
      "\(path):\(line):\(column): not JSON: \(clause)."
    case .notABody(let path, let reason):
      "\(path): \(JobFileProblem(path: path, line: 1, column: 1, reason: reason).sentence)"
    case .unclosed(let path, let line, let column):
      "\(path):\(line):\(column): '{{' without '}}'."
    case .noName(let path, let line, let column):
      "\(path):\(line):\(column): there is no column name between '{{' and '}}'."
    case .needsModel(let path): "'\(path)' is a prompt, not a request body, so --model is needed."
    case .isABody(let path, let option):
      "\(option) is only for prompts, but '\(path)' is a request body."
    case .pictureInText(let path, let line, let column):
      "\(path):\(line):\(column): a picture cannot stand here."
    case .pictureInSystem(let source): "\(source): a system message cannot have a picture."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .empty: "Write a request body, or a prompt, with {{column}} where a cell goes."
    case .notUTF8: "Save it as UTF-8."
    case .notJSON: "A template named .json must be a request body: one JSON object."
    case .notABody: "A request body must have 'model' and 'messages'."
    case .unclosed, .noName: "Write {{column}}; a literal '{{' is written '{{{{'."
    case .needsModel: "Add --model MODEL, or write the template as a JSON object."
    case .pictureInText:
      "Write {{column|image}} in a message's 'content', or alone as the 'url' of an image_url."
    case .pictureInSystem: "Put the picture into the prompt."
    case .isABody: "Put it in the template, and leave out the option."
    }
  }
}
