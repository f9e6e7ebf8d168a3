/// Jobs that were read and not tried, because their model must wait while other models go on. They
/// are read again when they start, so that a million of them fit into memory.
struct JobsSetAside: Sendable {
  struct Entry: Sendable {
    let place: JobPlace
    let ceiling: AttemptCeiling
  }

  /// The jobs of one model, in the order of the files.
  private struct Line: Sendable {
    var entries: [Entry] = []
    /// The index of the first one that was not taken yet.
    var next = 0
  }

  private var lines: [String: Line] = [:]
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// How many jobs of each model there are, in the order of their first jobs.
  var demand: [Demand] {
    guard !isEmpty else { return [] }
    return lines.map { ($0.value.entries[$0.value.next].place, $0.key, $0.value) }
      .sorted { ($0.0.file, $0.0.index) < ($1.0.file, $1.0.index) }
      .map { Demand($1, $2.entries.count - $2.next) }
  }

  mutating func add(_ jobs: [Job]) {
    for job in jobs {
      lines[job.model, default: Line()].entries.append(
        Entry(place: job.place, ceiling: job.ceiling))
    }
    count += jobs.count
  }

  /// What the next jobs of this model count at most, for no more than `most` of them.
  func ceilings(of model: String, upTo most: Int) -> [AttemptCeiling] {
    guard let line = lines[model] else { return [] }
    return line.entries[line.next...].prefix(most).map(\.ceiling)
  }

  func first(of model: String) -> Entry? { lines[model].map { $0.entries[$0.next] } }

  mutating func popFirst(of model: String) -> Entry? {
    guard let line = lines[model] else { return nil }
    count -= 1
    if line.next + 1 == line.entries.count { lines[model] = nil } else { lines[model]?.next += 1 }
    return line.entries[line.next]
  }
}
