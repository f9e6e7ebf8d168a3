import Basics

/// Repairs one file of a run directory, line by line: ``look()`` only looks, ``write(keepsTail:)``
/// replaces the file.
struct FileRepair {
  let directory: RunDirectory
  let path: String
  let repair: any LineRepair
  /// Up to where, in bytes, the file was known to be on the disk before another program changed it.
  let synced: Int

  /// Throws ``CheckpointError/beyondRepair(path:line:reason:count:)`` if a line cannot be repaired.
  func look() throws(CheckpointError) -> RepairedFile {
    var found = RepairedFile(path: path)
    var first: (line: Int, defect: LineDefect)?
    var beyondRepair = 0
    try forEachLine { line, repaired in
      found.lines += 1
      switch repaired {
      case .found(let finding, let bytes):
        if let before = line.bytes { found.count(finding, line: line, before, bytes) }
      case .tail: found.left += 1
      case .defect(let defect):
        first = first ?? (line.number, defect)
        beyondRepair += 1
      }
    }
    guard let first else { return found }
    throw .beyondRepair(
      path: path, line: first.line, reason: first.defect.clause, count: beyondRepair)
  }

  /// Replaces the file by its repaired lines, and keeps it as it was in `salvage/`. Answers up to
  /// where the new file is on the disk and without a torn end; `nil`: it cannot be synced.
  func write(keepsTail: Bool) throws(CheckpointError) -> Int? {
    do throws(FileError) {
      try setAside()
    } catch {
      throw .file(error)
    }
    let temporary = path + ".new"
    var buffer: [UInt8] = []
    var length = 0
    var hasTail = false
    do throws(FileError) {
      let target = try directory.fresh(temporary)
      var failure: FileError?
      let flush = { (limit: Int) throws(FileError) in
        guard buffer.count > limit else { return }
        try target.append(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
      do throws(CheckpointError) {
        try forEachLine { line, repaired in
          guard failure == nil, let before = line.bytes else { return }
          switch repaired {
          case .found(.blank, _), .defect: return
          case .found(.intact, _): buffer.append(contentsOf: before)
          case .found(_, let bytes): buffer.append(contentsOf: bytes)
          case .tail:
            hasTail = true
            guard keepsTail else { return }
            buffer.append(contentsOf: before)
          }
          if repaired.isFound || line.isWhole { buffer.append(UInt8(ascii: "\n")) }
          if !hasTail { length = target.length + buffer.count }
          do throws(FileError) { try flush(1 << 20) } catch { failure = error }
        }
      } catch {
        if case .file(let error) = error { throw error }
        preconditionFailure("reading lines again found another error: \(error)")
      }
      if let failure { throw failure }
      try flush(0)
      let isSynced = try target.sync()
      try directory.moveIntoPlace(temporary, path)
      return isSynced ? length : nil
    } catch {
      throw .file(error)
    }
  }

  private func setAside() throws(FileError) {
    try directory.createSalvage()
    let name = "\(PathName(path).name)-before-repair-\(WallTime.now.milliseconds)"
    let target = try directory.file("\(directory.salvage)/\(name)")
    let file = try ReadableFile(path, on: directory.disk)
    try target.copy(0..<(try file.size()), of: file)
    try target.sync()
    try RunDirectory(directory.salvage, on: directory.disk, observer: directory.observer).sync()
  }
}

// MARK: - Lines

extension FileRepair {
  /// What becomes of a line.
  private enum Repaired {
    case found(LineFinding, [UInt8])
    case defect(LineDefect)
    /// It is torn or garbled, and lies where a power cut may have left it so.
    case tail

    var isFound: Bool {
      if case .found = self { true } else { false }
    }
  }

  private func forEachLine(
    _ use: (LineReader.Line, Repaired) -> Void
  ) throws(CheckpointError) {
    var repair = repair
    // Once a line was reformatted, the recorded length says nothing about the places in the file.
    var hasChanged = false
    do throws(FileError) {
      var lines = LineReader(try ReadableFile(path, on: directory.disk))
      while let line = try lines.next() {
        var repaired = Self.read(line, &repair)
        switch repaired {
        case .found(.intact, _), .tail: break
        case .found: hasChanged = true
        case .defect:
          if !line.isWhole || !hasChanged && line.offset >= synced { repaired = .tail }
        }
        use(line, repaired)
      }
    } catch {
      throw .file(error)
    }
  }

  /// A last line without its newline that is what was written has only lost that newline.
  private static func read(_ line: LineReader.Line, _ repair: inout any LineRepair) -> Repaired {
    guard let bytes = line.bytes else { return .defect(.tooLong) }
    do throws(LineDefect) {
      let finding = try repair.read(bytes)
      if finding == .intact, !line.isWhole { return .found(.restored, Array(bytes)) }
      return .found(finding, finding == .intact || finding == .blank ? [] : repair.bytes)
    } catch {
      return .defect(error)
    }
  }
}
