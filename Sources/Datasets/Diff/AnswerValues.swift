import Basics
import BatchRunner

/// Reads the values of a run's answers that are compared; keeps its storage.
struct AnswerValues: ~Copyable {
  enum Ending: Equatable {
    case answered, failed
    /// There is no line for the job.
    case absent
  }

  /// Of the answer that was read last; `nil`: it has no JSON object.
  private(set) var values: [ComparedValue]?
  var id: [UInt8] { cells.id }
  /// Of the request.
  private(set) var fingerprint: Fingerprint?
  private let index: OutcomeIndex
  private let part: ComparedPart
  private var results: LineWindow?
  private var cells = OutcomeCells(wantsJSON: true)
  private var object = AnswerObject()

  init(_ source: AnswerSource, _ part: ComparedPart) {
    index = source.index
    results = source.results.map { LineWindow($0) }
    self.part = part
  }

  /// Reads the answer of the job whose id has this hash, if it has one.
  mutating func read(_ id: UInt64) throws(FileError) -> Ending {
    try read(index.place(of: id))
  }

  /// Reads the answer at this place; `nil`: there is none.
  mutating func read(_ place: OutcomeIndex.Place?) throws(FileError) -> Ending {
    guard let place else { return .absent }
    guard place.isResult else { return .failed }
    guard let line = try results?.line(at: place.offset) else { return .absent }
    read(line)
    fingerprint = OutcomeHead(line)?.fingerprint
    return .answered
  }

  /// Reads a line of the results.
  mutating func read(_ line: UnsafeRawBufferPointer) {
    cells.read(line, isResult: true)
    values = part.values(cells, &object)
  }
}
