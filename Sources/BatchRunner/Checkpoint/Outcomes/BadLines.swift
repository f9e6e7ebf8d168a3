package import Basics

/// The lines of one file that a reader without the lock passed over, because they are not what was
/// written: whole ones, and a last one without its newline.
///
/// They are either the torn tail of a power cut or of a write under way, which the next run sets
/// aside, or damage by another program. ``require(_:synced:)`` tells them apart.
package struct BadLines: Sendable {
  /// The number of whole lines.
  package private(set) var count = 0
  private var isTorn = false
  private var first: (number: Int, offset: Int)?

  package init() {}

  package var isEmpty: Bool { first == nil }

  package mutating func add(_ line: LineReader.Line) {
    if line.isWhole { count += 1 } else { isTorn = true }
    first = first ?? (line.number, line.offset)
  }

  /// Throws if the lines are damage: if the first of them lies before `synced`, up to where the file
  /// was known to be on the disk, or if it has only been reformatted, which no power cut does.
  ///
  /// `file` is the file that was read. The line is read again, because a run that started in the
  /// meantime may have mended the end of the file.
  package func require(_ file: ReadableFile?, synced: Int) throws(CheckpointError) {
    guard let first, let file else { return }
    do throws(FileError) {
      var lines = LineReader(file, from: first.offset, line: first.number)
      guard let line = try lines.next(), !Self.isGood(line) else { return }
      guard first.offset < synced || Self.isReformatted(line) else { return }
    } catch {
      throw .file(error)
    }
    throw .damaged(path: file.path, line: first.number, count: count + (isTorn ? 1 : 0))
  }

  private static func isGood(_ line: LineReader.Line) -> Bool {
    line.isWhole && line.bytes.map { OutcomeHead($0) != nil } ?? false
  }

  /// Whether the line's check fits another spelling of it. A last line that is being written has no
  /// newline yet, and nothing is known about it.
  private static func isReformatted(_ line: LineReader.Line) -> Bool {
    guard line.isWhole, let bytes = line.bytes else { return false }
    var repair = OutcomeLineRepair(.unusable)
    return (try? repair.read(bytes)) == .restored
  }
}
