import Basics
import BatchRunner
import Datasets

// Which jobs are chosen.
extension ShownJobs {
  /// Chooses the jobs. Throws ``ShowError`` for an id or a line that the run does not have.
  package func choose(_ selection: JobSelection) throws {
    var chosen: Set<UInt64> = []
    for id in selection.ids {
      let hash = XXHash64.hash(id)
      guard isKnown(hash) else {
        throw ShowError.unknownID(id, run: directory.path, nearest: try nearest(to: id))
      }
      chosen.insert(hash)
    }
    try choose(lines: selection.lines, into: &chosen)
    try choose(kinds: selection.kinds, into: &chosen)
    if let sample = selection.sample {
      if selection.namesAll { try choose(kinds: nil, into: &chosen) }
      chosen = Set(chosen.sorted { Self.order($0) < Self.order($1) }.prefix(sample))
    } else if selection.namesAll {
      return
    }
    self.chosen = chosen
  }

  /// The jobs of a sample come first in an order that is random, and the same each time.
  private static func order(_ id: UInt64) -> UInt64 { SplitMix64.mix(id ^ 0x5EED) }

  private func isKnown(_ id: UInt64) -> Bool {
    index.place(of: id) != nil || jobs?.table.index(ofID: id) != nil
  }

  private func choose(lines: [ClosedRange<Int>], into chosen: inout Set<UInt64>) throws {
    for range in lines {
      var hasJob = false
      func choose(_ id: UInt64, _ line: Int) {
        guard range.contains(line) else { return }
        chosen.insert(id)
        hasJob = true
      }
      if let table = jobs?.table {
        for job in 0..<table.count { choose(table.idHash(of: job), table.line(of: job)) }
      } else {
        try forEachLastLine { outcome, _ in choose(outcome.head.idHash, outcome.head.line) }
      }
      guard hasJob else { throw ShowError.noJob(in: range, run: directory.path) }
    }
  }

  /// `nil`: every job with an answer.
  private func choose(
    kinds: Set<JobSelection.Kind>?, into chosen: inout Set<UInt64>
  ) throws {
    if kinds != [] {
      try forEachLastLine { outcome, isResult in
        let isWanted =
          kinds.map { isResult ? !$0.isDisjoint(with: outcome.flags.kinds) : $0.contains(.failed) }
          ?? isResult
        if isWanted { chosen.insert(outcome.head.idHash) }
      }
    }
    guard kinds?.contains(.unusable) ?? false, let unusable else { return }
    var lines = LineReader(unusable)
    while let line = try lines.next(), line.isWhole {
      if let bytes = line.bytes, let head = OutcomeHead(bytes) { chosen.insert(head.idHash) }
    }
  }

  /// The id that looks most like `typed`; `nil`: none does.
  private func nearest(to typed: String) throws -> String? {
    var best: (id: String, distance: Int)?
    chosen = nil
    try forEachID { id in
      // The difference in length is the least that the distance can be.
      let least = abs(id.utf8.count - typed.utf8.count)
      if let best, least >= best.distance { return }
      let distance = Nearest.distance(typed, id)
      if best.map({ distance < $0.distance }) ?? true { best = (id, distance) }
    }
    return best.flatMap { Nearest.word(to: typed, among: [$0.id]) }
  }
}

extension AnswerFlags {
  fileprivate var kinds: Set<JobSelection.Kind> {
    let kinds: [(AnswerFlags, JobSelection.Kind)] = [
      (.truncated, .truncated), (.filtered, .filtered), (.empty, .empty),
    ]
    return Set(kinds.filter { contains($0.0) }.map(\.1))
  }
}
