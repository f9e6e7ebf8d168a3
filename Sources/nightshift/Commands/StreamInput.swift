import Basics
import BatchRunner

/// Stores jobs from standard input, a pipe or a compressed file as `input.jsonl` in the run
/// directory, so that they can be checked before the first request and read again when the run is
/// resumed.
enum StreamInput {
  /// Reads `name` (`-` is standard input) to its end and stores it. `packed`: it is compressed. The
  /// file appears whole, even after a crash.
  ///
  /// If the directory already has an input, the new one must begin with all of it, unless no run
  /// has begun there.
  static func keep(
    _ name: String, _ packed: PackedFile? = nil, in directory: RunDirectory
  ) throws(CommandError) {
    let temporary = directory.input + ".new"
    unlink(temporary)
    defer { unlink(temporary) }
    let target: AppendFile
    do throws(FileError) {
      target = try directory.file(temporary)
    } catch {
      throw CommandError(CheckpointError.file(error))
    }
    func append(_ bytes: ArraySlice<UInt8>) throws(CommandError) {
      do throws(FileError) {
        try target.append(Array(bytes))
      } catch {
        throw CommandError(CheckpointError.file(error))
      }
    }
    if let packed {
      try packed.unpack(append)
    } else {
      try StreamReader.read(name, append) { CommandError(reading: $0) }
    }
    do throws(FileError) {
      try target.sync()
      if try accepts(temporary, in: directory) {
        return try directory.moveIntoPlace(temporary, directory.input)
      }
    } catch {
      throw CommandError(CheckpointError.file(error))
    }
    throw CommandError(CheckpointError.otherInput(directory: directory.path))
  }

  /// Whether the new input may take the place of the one that the directory has.
  private static func accepts(
    _ new: String, in directory: RunDirectory
  ) throws(FileError) -> Bool {
    let hasRun = directory.disk.has(directory.manifest) || directory.disk.has(directory.journal)
    guard hasRun, directory.disk.has(directory.input) else { return true }
    let old = try ReadableFile(directory.input)
    let file = try ReadableFile(new)
    let size = try old.size()
    var offset = 0
    while offset < size {
      let before = try old.bytes(at: offset, count: min(size - offset, 1 << 18))
      guard try before == file.bytes(at: offset, count: before.count) else { return false }
      offset += before.count
    }
    // What was the last line must still be a whole line.
    let end = try old.bytes(at: max(0, size - 1), count: 1) + file.bytes(at: size, count: 1)
    return size == 0 || end[0] == 0x0A || end.count == 1 || end[1] == 0x0A
  }
}
