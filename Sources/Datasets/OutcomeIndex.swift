package import Basics
package import BatchRunner

/// Where the line that counts for each job stands: in `results.jsonl`, else in `failures.jsonl`.
///
/// About 24 bytes a job. Nothing is locked and nothing mended: a line that is not whole, or not
/// what was written, is passed over.
package struct OutcomeIndex {
  package struct Place: Equatable {
    package let isResult: Bool
    package let offset: Int
  }

  private(set) var results = 0
  private(set) var failures = 0
  /// A result has the label that its answer names (`--expect-label`).
  private(set) var hasLabels = false
  /// Lines that are not what was written. A torn end does not count.
  package var damaged: Int { badResults.count + badFailures.count }
  private var badResults = BadLines()
  private var badFailures = BadLines()
  private var index = HashIndex()
  /// By id, the line's offset, twice, and one more for a failure.
  private var places: [UInt64] = []
  /// By id, what it says about its row; empty unless a join needs it.
  private(set) var jobs: [RowMatching.Job] = []
  private let readsRows: Bool

  private static let linesToGuessFrom = 1024

  /// `readsRows`: whether ``jobs`` are wanted.
  package init(
    results: ReadableFile?, failures: ReadableFile?, readsRows: Bool = false
  ) throws(FileError) {
    self.readsRows = readsRows
    if let results { badResults = try read(results, isResult: true) }
    self.results = index.count
    if let failures { badFailures = try read(failures, isResult: false) }
    self.failures = index.count - self.results
  }

  package func place(of hash: UInt64) -> Place? { number(of: hash).map { self[$0] } }

  var count: Int { index.count }

  /// The number of the job whose id has this hash; `nil` if it has no outcome.
  func number(of hash: UInt64) -> Int? { index.index(of: hash) }

  subscript(number: Int) -> Place {
    Place(isResult: places[number] & 1 == 0, offset: Int(places[number] >> 1))
  }

  /// Whether the line at this offset is the one that counts for its job.
  package func counts(_ head: OutcomeHead, isResult: Bool, offset: Int) -> Bool {
    place(of: head.idHash) == Place(isResult: isResult, offset: offset)
  }

  /// Throws if the lines that were passed over are no torn end that the next run sets aside.
  package func requireWhole(
    _ directory: RunDirectory, results: ReadableFile?, failures: ReadableFile?
  ) throws(CheckpointError) {
    guard !badResults.isEmpty || !badFailures.isEmpty else { return }
    let synced = try SyncedLengths(directory)
    try badResults.require(results, synced: synced.lengths.results)
    try badFailures.require(failures, synced: synced.lengths.failures)
  }

  /// Answers the lines that were passed over.
  private mutating func read(
    _ file: ReadableFile, isResult: Bool
  ) throws(FileError) -> BadLines {
    var bad = BadLines()
    let size = try file.size()
    var lines = LineReader(file)
    while let line = try lines.next() {
      if line.number == Self.linesToGuessFrom, line.offset > 0 {
        let guess = Double(size) / Double(line.offset) * Double(Self.linesToGuessFrom) * 1.02
        index.reserve(index.count + Int(guess))
        places.reserveCapacity(index.count + Int(guess))
        if readsRows { jobs.reserveCapacity(index.count + Int(guess)) }
      }
      guard line.isWhole, let bytes = line.bytes, let head = OutcomeHead(bytes) else {
        bad.add(line)
        continue
      }
      if isResult, head.label != nil { hasLabels = true }
      let place = UInt64(line.offset) << 1 | (isResult ? 0 : 1)
      if let known = index.index(of: head.idHash) {
        // A success counts, whenever the job had failed.
        guard isResult || places[known] & 1 == 1 else { continue }
        places[known] = place
        if readsRows { jobs[known] = RowMatching.Job(head, in: bytes, isResult: isResult) }
      } else {
        index.append(head.idHash)
        places.append(place)
        if readsRows { jobs.append(RowMatching.Job(head, in: bytes, isResult: isResult)) }
      }
    }
    return bad
  }
}

extension RowMatching.Job {
  /// The job of an outcome's line.
  fileprivate init(_ head: OutcomeHead, in line: UnsafeRawBufferPointer, isResult: Bool) {
    let inside = (head.id.lowerBound + 1)..<(head.id.upperBound - 1)
    let id = RowID(UnsafeRawBufferPointer(rebasing: line[inside]))
    self.init(
      identity: id.map { $0.hash == nil ? .position : .hash } ?? .none, number: id?.number ?? 0,
      hash: id?.hash ?? 0, fingerprint: head.fingerprint.value, isResult: isResult)
  }
}
