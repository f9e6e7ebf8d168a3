import Basics
import BatchRunner

/// The files of a run, and where each job's last line is in them.
final class AnswerSource {
  let index: OutcomeIndex
  let results: ReadableFile?
  private let failures: ReadableFile?

  /// Throws ``CheckpointError/damaged(path:line:count:)`` for lines that are not what was written.
  /// `readsRows`: see ``OutcomeIndex``.
  init(_ directory: RunDirectory, readsRows: Bool = false) throws {
    results = try Export.open(directory.results)
    failures = try Export.open(directory.failures)
    index = try OutcomeIndex(results: results, failures: failures, readsRows: readsRows)
    try index.requireWhole(directory, results: results, failures: failures)
  }

  /// Hands on each job's last line in the results or the failures, in the order of the file.
  func forEachLine(
    isResult: Bool, _ take: (OutcomeHead, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard let file = isResult ? results : failures else { return }
    var lines = LineReader(file)
    while let line = try lines.next(), line.isWhole {
      guard let bytes = line.bytes, let head = OutcomeHead(bytes) else { continue }
      if index.counts(head, isResult: isResult, offset: line.offset) { try take(head, bytes) }
    }
  }
}
