import Basics
import BatchRunner

/// `nightshift repair`: mends a run whose files another program has reformatted.
struct RepairCommand {
  let options: RepairOptions
  let console: Console

  func run() -> ExitStatus {
    let directory = RunDirectory(JobInput.directory(of: options.run))
    guard directory.exists else {
      console.error(NoRun(path: options.run))
      return .noInput
    }
    do throws(CheckpointError) {
      try repair(directory)
      return .finished
    } catch {
      let stop = CommandError(error)
      console.error(stop.error)
      return stop.status
    }
  }

  private func repair(_ directory: RunDirectory) throws(CheckpointError) {
    guard try Manifest(in: directory) != nil else {
      throw .malformedManifest(path: directory.manifest, reason: "it is missing")
    }
    let lock: RunLock
    do throws(RunLockError) {
      lock = try RunLock(directory)
    } catch {
      throw .locked(error)
    }
    defer { lock.release() }
    let repair = try RunRepair(directory)
    guard repair.isNeeded else {
      StandardOutput.write("Every line is as it was written. There is nothing to repair.\n")
      return
    }
    for file in repair.files where file.changed > 0 { StandardOutput.write(Self.text(file)) }
    guard !options.isDryRun else {
      StandardOutput.write("Nothing was changed (--dry-run).\n")
      return
    }
    try repair.write()
    StandardOutput.write("The files as they were are in '\(Printable(directory.salvage))'.\n")
  }

  /// What changes in one file.
  static func text(_ file: RepairedFile) -> String {
    var lines = [
      "\(PathName(file.path).name): \(Figure.count(file.changed)) of "
        + "\(Figure.count(file.lines, "line")) \(file.changed == 1 ? "is" : "are") not as written."
    ]
    if file.restored > 0 {
      lines.append(
        "  \(Figure.count(file.restored)) restored: the original spelling was found, and its check "
          + "fits.")
    }
    if file.rebuilt > 0 {
      lines.append(
        "  \(Figure.count(file.rebuilt)) with new checks: whole, but nothing proves that only the "
          + "spelling was changed.")
    }
    if file.blank > 0 { lines.append("  \(Figure.count(file.blank)) blank: left out.") }
    if let example = file.example {
      if example.before.isEmpty {
        lines.append(
          "  line \(Figure.count(example.line)), for example: only its check does not fit.")
      } else {
        lines.append("  line \(Figure.count(example.line)), before: \(Printable(example.before))")
        lines.append("  line \(Figure.count(example.line)), after:  \(Printable(example.after))")
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
