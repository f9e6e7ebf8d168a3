import Basics
import BatchRunner

/// The jobs that have failed for good and not succeeded since, grouped by reason.
///
/// `failures.jsonl` is read twice: if a job has several lines, only its last one counts.
struct FailureFigures: Sendable {
  /// The failures with the same reason.
  struct Kind: Sendable {
    var count = 0
    var examples: [Example] = []
  }

  struct Example: Sendable {
    let id: String
    /// The line of the job file, counted from 1.
    let line: Int
    let message: String
  }

  /// More kinds than these are counted together.
  static let kindsListed = 20
  private static let examplesKept = 3
  private static let other = "(others)"

  /// Lines that could not be read.
  private(set) var damaged = 0
  /// The number of failed jobs.
  private(set) var jobs = 0
  private var kinds: [String: Kind] = [:]
  /// The job of each line, as a hash of its id, and the number of the line.
  private var lines: [(hash: UInt64, number: Int)] = []
  /// Whether a line is the last one of its job, by the number of the line.
  private var isLast: [Bool] = []
  private var reader = OutcomeReader(.usage)

  /// Adds one line in the first pass. Jobs in `done` have succeeded and do not count.
  mutating func note(_ bytes: UnsafeRawBufferPointer, number: Int, done: IDSet) {
    guard let head = OutcomeHead(bytes) else {
      damaged += 1
      return
    }
    if !done.contains(head.idHash) { lines.append((head.idHash, number)) }
  }

  /// Call this between the two passes: finds the last line of each job.
  mutating func finishFirstPass() {
    lines.sort { ($0.hash, $0.number) < ($1.hash, $1.number) }
    isLast = [Bool](repeating: false, count: (lines.map(\.number).max() ?? 0) + 1)
    for (index, line) in lines.enumerated()
    where index + 1 == lines.count || lines[index + 1].hash != line.hash {
      isLast[line.number] = true
    }
    lines = []
  }

  /// Adds one line in the second pass.
  mutating func add(_ bytes: UnsafeRawBufferPointer, number: Int) {
    guard number < isLast.count, isLast[number], let line = reader.read(bytes) else { return }
    let failure = FailureWords(line)
    jobs += 1
    let name =
      kinds[failure.kind] != nil || kinds.count < Self.kindsListed ? failure.kind : Self.other
    kinds[name, default: Kind()].count += 1
    guard kinds[name]!.examples.count < Self.examplesKept else { return }
    let id = Excerpt.of(line.id, longest: 120)
    kinds[name]!.examples.append(Example(id: id, line: line.head.line, message: failure.message))
  }

  /// The kinds with the most jobs first.
  var byKind: [(name: String, kind: Kind)] {
    kinds.map { (name: $0.key, kind: $0.value) }
      .sorted {
        $0.kind.count != $1.kind.count ? $0.kind.count > $1.kind.count : $0.name < $1.name
      }
  }
}
