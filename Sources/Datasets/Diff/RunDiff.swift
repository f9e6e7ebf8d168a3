package import BatchRunner

/// Compares the answers of two runs of the same jobs, which are found by their ids. Memory: the index
/// of both runs, and no answer but the two at hand.
package struct RunDiff {
  private let first: AnswerSource
  private let second: AnswerSource
  private let directories: (first: RunDirectory, second: RunDirectory)
  private var tally: DiffTally
  private var hasCommonJob = false

  /// `fields`: members of the answers' JSON objects; none: the labels or the texts are compared.
  package static func compare(
    _ first: RunDirectory, _ second: RunDirectory, fields: [String] = [], rows: inout DiffRows?
  ) throws -> DiffTally {
    var diff = try RunDiff(first, second, fields)
    try diff.compareAnswers(&rows)
    try diff.countGaps()
    guard diff.hasCommonJob || diff.isEmpty else {
      throw DiffError.noCommonJob(first.path, second.path)
    }
    return diff.tally
  }

  private init(_ first: RunDirectory, _ second: RunDirectory, _ fields: [String]) throws {
    directories = (first, second)
    self.first = try AnswerSource(first)
    self.second = try AnswerSource(second)
    let hasLabels = self.first.index.hasLabels && self.second.index.hasLabels
    tally = DiffTally(ComparedPart(fields: fields, hasLabels: hasLabels))
    tally.damaged = self.first.index.damaged + self.second.index.damaged
  }

  /// One of the runs has no outcome yet.
  private var isEmpty: Bool {
    [first, second].contains { $0.index.results + $0.index.failures == 0 }
  }

  /// Goes through the answers of the first run in the order in which they came.
  private mutating func compareAnswers(_ rows: inout DiffRows?) throws {
    rows?.begin(tally.part, sides: ("first", "second"))
    var one = AnswerValues(first, tally.part)
    var other = AnswerValues(second, tally.part)
    try first.forEachLine(isResult: true) { head, line in
      let ending = try other.read(head.idHash)
      if ending != .absent { hasCommonJob = true }
      guard ending == .answered else {
        return tally.add(ending == .failed ? .failedInSecond : .absentInSecond)
      }
      one.read(line)
      if other.fingerprint != head.fingerprint { tally.otherRequests += 1 }
      if tally.compare(id: one.id, one.values, other.values) {
        try rows?.add(id: one.id, one.values, other.values, tally.part)
      }
    }
  }

  /// Counts the jobs without an answer in the first run.
  private mutating func countGaps() throws {
    try first.forEachLine(isResult: false) { head, _ in
      let place = second.index.place(of: head.idHash)
      if place != nil { hasCommonJob = true }
      tally.add(place?.isResult == true ? .failedInFirst : .neither)
    }
    for isResult in [true, false] {
      try second.forEachLine(isResult: isResult) { head, _ in
        guard first.index.place(of: head.idHash) == nil else { return }
        tally.add(isResult ? .absentInFirst : .neither)
      }
    }
  }
}
