import Basics
import BatchRunner

/// The jobs that are failed now, by why; the file is read twice, since of several lines for one
/// job the last counts.
struct FailureFigures: Sendable {
  struct Kind: Sendable {
    var count = 0
    var examples: [Example] = []
  }

  struct Example: Sendable {
    let id: String
    let line: Int
    let message: String
  }

  static let kindsListed = 20
  private static let examplesKept = 3
  private static let other = "(others)"

  private(set) var damaged = 0
  private(set) var jobs = 0
  private var kinds: [String: Kind] = [:]
  /// Each failure's job, and which line it stands in.
  private var lines: [(hash: UInt64, number: Int)] = []
  /// By the number of a line: whether it is its job's last word.
  private var counts: [Bool] = []
  private var reader = OutcomeReader(.usage)

  /// The first reading.
  mutating func note(_ bytes: UnsafeRawBufferPointer, number: Int, done: IDSet) {
    guard let head = OutcomeHead(bytes) else {
      damaged += 1
      return
    }
    if !done.contains(head.idHash) { lines.append((head.idHash, number)) }
  }

  /// Between the readings.
  mutating func settle() {
    lines.sort { ($0.hash, $0.number) < ($1.hash, $1.number) }
    counts = [Bool](repeating: false, count: (lines.map(\.number).max() ?? 0) + 1)
    for (index, line) in lines.enumerated()
    where index + 1 == lines.count || lines[index + 1].hash != line.hash {
      counts[line.number] = true
    }
    lines = []
  }

  /// The second reading.
  mutating func take(_ bytes: UnsafeRawBufferPointer, number: Int) {
    guard number < counts.count, counts[number], let line = reader.read(bytes) else { return }
    let failure = FailureWords(line)
    jobs += 1
    let name =
      kinds[failure.kind] != nil || kinds.count < Self.kindsListed ? failure.kind : Self.other
    kinds[name, default: Kind()].count += 1
    guard kinds[name]!.examples.count < Self.examplesKept else { return }
    let id = Excerpt.of(line.id, longest: 120)
    kinds[name]!.examples.append(Example(id: id, line: line.head.line, message: failure.message))
  }

  /// Most jobs first.
  var byKind: [(name: String, kind: Kind)] {
    kinds.map { (name: $0.key, kind: $0.value) }
      .sorted {
        $0.kind.count != $1.kind.count ? $0.kind.count > $1.kind.count : $0.name < $1.name
      }
  }
}
