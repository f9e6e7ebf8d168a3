import Basics

/// What a join has to say about answers and rows that do not belong together as they did when the
/// jobs were prepared.
package struct JoinReport: Equatable, Sendable {
  /// A number of rows, with the line of the first one.
  struct Rows: Equatable, Sendable {
    var count = 0
    var line = 0
  }

  /// The dataset's path.
  let dataset: String
  /// The answers that belong to no row.
  var lost = 0
  /// The id of one of them.
  var lostID = ""
  /// A row that has no answer; `nil` if every row has one.
  var counterpart: Counterpart?
  /// Rows that were edited and keep their answers.
  var edited = Rows()
  /// Rows with the hash of other cells.
  var alike = Rows()
  /// Rows with the answer of another row with the same cells.
  var shared = 0
  /// Rows that stand elsewhere.
  var moved = 0
  /// Rows with the id of an earlier row.
  var repeated = Rows()

  enum Counterpart: Equatable, Sendable {
    /// An id that may be that of the answer; it differs in this way.
    case similar(String, IDForms.Change?)
    /// Another id, in this line.
    case other(String, line: Int)
    /// A row whose id is made from its cells.
    case row(line: Int)
  }

  init(_ dataset: String) { self.dataset = dataset }

  package var sentences: [String] {
    [lostSentence, editedSentence, alikeSentence, repeatedSentence, sharedSentence, movedSentence]
      .compactMap(\.self)
  }

  /// Why ``Export/Options/Join/isStrict`` refuses the join; `nil` if it does not.
  var refusal: String? { lostSentence ?? repeatedSentence }

  private var lostSentence: String? {
    guard lost > 0 else { return nil }
    let count = "\(Figure.count(lost, "answer")) \(lost == 1 ? "belongs" : "belong")"
    return "\(count) to no row of \(dataset), for example '\(lostID)'; \(counterpartClause)"
  }

  /// A clause about the other side, and perhaps a sentence about the cause.
  var counterpartClause: String {
    switch counterpart {
    case .similar(let id, let change):
      "the dataset has '\(id)'." + (change.map { " " + $0.sentence(lostID, id) } ?? "")
    case .other(let id, let line): "'\(id)' in line \(line) has no answer."
    case .row(let line): "line \(line) has no answer."
    case nil: "every row has another one."
    }
  }

  private var editedSentence: String? {
    guard edited.count > 0 else { return nil }
    return "\(rows(edited)) edited after \(edited.count == 1 ? "its job was" : "their jobs were") "
      + "prepared, for example line \(edited.line); the answers from before were kept."
  }

  private var alikeSentence: String? {
    guard alike.count > 0 else { return nil }
    let have = alike.count == 1 ? "has" : "have"
    return
      "\(Figure.count(alike.count, "row")) of \(dataset) \(have) the hash of other cells or of "
      + "another request, for example line \(alike.line); only those that stand where they stood got an answer."
  }

  private var repeatedSentence: String? {
    guard repeated.count > 0 else { return nil }
    let have = repeated.count == 1 ? "has" : "have"
    return "\(Figure.count(repeated.count, "row")) of \(dataset) \(have) the id of an earlier row, "
      + "for example line \(repeated.line), and got the same answer."
  }

  private var sharedSentence: String? {
    guard shared > 0 else { return nil }
    return "\(Figure.count(shared, "row")) without an answer got that of a row with the same cells."
  }

  private var movedSentence: String? {
    guard moved > 0 else { return nil }
    let stand = moved == 1 ? "stands" : "stand"
    return "\(Figure.count(moved, "row")) of \(dataset) \(stand) elsewhere than when the jobs were "
      + "prepared; found by the cells."
  }

  private func rows(_ rows: Rows) -> String {
    "\(Figure.count(rows.count, "row")) of \(dataset) \(rows.count == 1 ? "was" : "were")"
  }
}
