import Basics

/// Reads a file that grows by lines, and mends its end.
///
/// After a power cut the last lines may be torn or garbled, and whole ones may follow a garbled
/// one. What is no line is set aside in `salvage/`; whole lines stay. What was known to be on the
/// disk must be whole: damage there stops the run.
struct LineFileScan {
  let directory: RunDirectory
  let path: String
  /// Up to where, in bytes, the file was known to be on the disk; asked once all is read, since
  /// the journal tells it of itself.
  let synced: () -> Int

  /// What a reading found.
  private struct Finding {
    /// What is no line, as byte ranges, in order.
    var bad: [Range<Int>] = []
    var firstBadLine = 0
    var badLines = 0
    /// Behind the last byte read.
    var end = 0
  }

  /// Hands every whole line to `accept`, which says whether it is one; then mends the file.
  /// Answers how many bytes were set aside.
  ///
  /// `finish` gets the file as it was read, before it is mended: then the offsets that `accept` was
  /// told still fit.
  func read(
    mends: Bool = true, _ accept: (UnsafeRawBufferPointer, Int, Int) -> Bool,
    finish: (ReadableFile) throws(FileError) -> Void = { _ throws(FileError) in }
  ) throws(CheckpointError) -> Int {
    guard directory.disk.has(path) else { return 0 }
    let damaged: (line: Int, count: Int)
    do throws(FileError) {
      let file = try ReadableFile(path, on: directory.disk)
      let finding = try look(file, accept)
      try finish(file)
      guard let first = finding.bad.first else { return 0 }
      if first.lowerBound >= synced() {
        return mends ? try mend(file, finding.bad, end: finding.end) : 0
      }
      damaged = (finding.firstBadLine, finding.badLines)
    } catch {
      throw .file(error)
    }
    throw .damaged(path: path, line: damaged.line, count: damaged.count)
  }

  private func look(
    _ file: ReadableFile, _ accept: (UnsafeRawBufferPointer, Int, Int) -> Bool
  ) throws(FileError) -> Finding {
    var finding = Finding()
    var lines = LineReader(file)
    while let line = try lines.next() {
      let length = line.bytes?.count ?? LineReader.lengthLimit
      finding.end = line.offset + length + (line.isWhole ? 1 : 0)
      if line.isWhole, let bytes = line.bytes, accept(bytes, line.offset, line.number) { continue }
      if finding.bad.isEmpty { finding.firstBadLine = line.number }
      finding.badLines += 1
      if let last = finding.bad.last, last.upperBound == line.offset {
        finding.bad[finding.bad.count - 1] = last.lowerBound..<finding.end
      } else {
        finding.bad.append(line.offset..<finding.end)
      }
    }
    return finding
  }

  private func mend(
    _ file: ReadableFile, _ bad: [Range<Int>], end: Int
  ) throws(FileError) -> Int {
    try setAside(file, bad)
    let isTail = bad.count == 1 && bad[0].upperBound == end
    let isCut = isTail ? try cut(to: bad[0].lowerBound) : false
    if !isCut { try rewrite(file, without: bad, end: end) }
    return bad.reduce(0) { $0 + $1.count }
  }

  /// `false`: the file system cannot truncate files. `EPERM` is what it says of a file that may only
  /// be appended to.
  private func cut(to length: Int) throws(FileError) -> Bool {
    let target = try directory.file(path)
    do throws(FileError) {
      try target.truncate(to: length)
    } catch {
      guard error.isUnsupported || error.code == EPERM else { throw error }
      return false
    }
    try target.sync()
    return true
  }

  private func setAside(_ file: ReadableFile, _ bad: [Range<Int>]) throws(FileError) {
    try directory.createSalvage()
    let name = PathName(path).name
    for range in bad {
      let stamp = WallTime.now.milliseconds
      let target = try directory.file(
        "\(directory.salvage)/\(name)-\(range.lowerBound)-\(stamp).part")
      try target.copy(range, of: file)
      try target.sync()
    }
    try RunDirectory(
      directory.salvage, on: directory.disk, observer: directory.observer
    ).sync()
  }

  private func rewrite(
    _ file: ReadableFile, without bad: [Range<Int>], end: Int
  ) throws(FileError) {
    let temporary = path + ".new"
    let target = try directory.fresh(temporary)
    var kept = 0
    for range in bad + [end..<end] {
      try target.copy(kept..<range.lowerBound, of: file)
      kept = range.upperBound
    }
    try target.sync()
    try directory.moveIntoPlace(temporary, path)
  }
}
