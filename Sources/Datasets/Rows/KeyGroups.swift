/// Walks through the keys that rows and jobs have in common, in ascending order.
struct KeyGroups {
  /// A row or a job.
  struct Entry {
    let key: UInt64
    /// The order among entries with the same key, before ``index``.
    let order: UInt32
    let index: UInt32
  }
  typealias Entries = ArraySlice<Entry>

  private var rows: Entries
  private var jobs: Entries

  init(rows: [Entry], jobs: [Entry]) {
    self.rows = Self.sorted(rows)
    self.jobs = Self.sorted(jobs)
  }

  private static func sorted(_ entries: [Entry]) -> Entries {
    entries.sorted {
      if $0.key != $1.key { return $0.key < $1.key }
      return $0.order != $1.order ? $0.order < $1.order : $0.index < $1.index
    }[...]
  }

  /// The rows and the jobs with the next common key.
  mutating func next() -> (rows: Entries, jobs: Entries)? {
    while let row = rows.first, let job = jobs.first {
      if row.key == job.key {
        return (Self.removeGroup(&rows), Self.removeGroup(&jobs))
      }
      if row.key < job.key { rows.removeFirst() } else { jobs.removeFirst() }
    }
    return nil
  }

  /// Removes and returns the entries at the beginning that have the same key.
  private static func removeGroup(_ entries: inout Entries) -> Entries {
    let key = entries.first?.key
    let end = entries.firstIndex { $0.key != key } ?? entries.endIndex
    defer { entries = entries[end...] }
    return entries[..<end]
  }
}
