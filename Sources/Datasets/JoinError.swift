import Basics

/// Why answers cannot be joined to a dataset. `path` is the dataset's.
package enum JoinError: Error, Equatable {
  /// No answer of the run belongs to a row. `detail` is a clause about one of each side, and
  /// `record` the missing record of the preparation.
  case nothingFits(path: String, answers: Int, detail: String?, record: String?)
  /// No row makes the body that its job has.
  case otherTemplate(String, path: String)
  /// The ids, such as this one, say only where a row stood.
  case positionsOnly(count: Int, id: String, path: String)
  /// Positions are to be trusted, but so many ids were kept for rows that stand elsewhere.
  case positionsMoved(count: Int)
  /// Rows were changed after their jobs were prepared; the line is that of the first.
  case edited(count: Int, line: Int, path: String)
  /// Rows share their hash with other cells.
  case alike(count: Int, line: Int, path: String)
  /// An option that compares rows, where nothing is to be compared.
  case idsFromColumn(String, option: String)
  /// Something was left out, as the sentence says, and nothing may be.
  case strict(String)
}

extension JoinError: UserFacing {
  package var problem: String {
    switch self {
    case .nothingFits(let path, let answers, let detail, _):
      "none of the \(Figure.count(answers, "answer")) matches a row of '\(path)'"
        + (detail.map { ": \($0)" } ?? ".")
    case .otherTemplate(let template, let path):
      "with '\(template)', no row of '\(path)' makes the request that its job was."
    case .positionsOnly(let count, let id, let path):
      "\(Figure.count(count, "job")) with ids such as '\(id)' cannot be joined safely: these say "
        + "only where a row of '\(path)' stood."
    case .positionsMoved(let count):
      "--trust-positions: \(Figure.count(count, "id")) such as 'row-1' \(count == 1 ? "was" : "were")"
        + " kept by 'nightshift prepare' for rows that stand elsewhere."
    case .edited(let count, let line, let path):
      "\(path):\(line): the row was edited after its job was prepared"
        + (count > 1
          ? ", and so \(count == 2 ? "was" : "were") \(Figure.count(count - 1, "other row"))."
          : ".")
    case .alike(let count, let line, let path):
      "\(path):\(line): the row has the hash of other cells or of another request, so nothing tells "
        + "which answer is its own."
        + (count > 1 ? " So have \(Figure.count(count - 1, "other row"))." : "")
    case .idsFromColumn(let column, let option):
      "\(option) is only for ids that were made from rows, but these are from the column '\(column)'."
    case .strict(let sentence): sentence
    }
  }

  package var remedy: String? {
    switch self {
    case .nothingFits(_, _, _, let record):
      "Use the dataset from which the jobs were prepared, with the same --id-column."
        + (record.map {
          " There is no '\($0)', so all columns of each row were compared: put it back beside the "
            + "job file, or add --template."
        } ?? "")
    case .otherTemplate:
      "Use the template from which the jobs were prepared, with the same --model and --system."
    case .positionsOnly:
      "Add --template T, so that each row is compared with its job, or --trust-positions if every "
        + "row stands where it stood."
    case .positionsMoved: "Use --template instead."
    case .edited:
      "Prepare and run such rows again, or add --edited keep to give them the answers from before."
    case .alike:
      "Add --template T, so that each row is compared with its job, or --edited keep to join those "
        + "that stand where they stood."
    case .idsFromColumn(_, let option): "Leave out \(option)."
    case .strict: "Leave out --strict to export the rest."
    }
  }
}
