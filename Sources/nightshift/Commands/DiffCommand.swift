import Basics
import BatchRunner
import Datasets

/// `nightshift diff`: compares two runs, or a run with known answers. Runs may be running.
struct DiffCommand {
  let options: DiffOptions
  let console: Console

  func run() -> ExitStatus {
    let runs = [options.first] + (options.second.map { [$0] } ?? [])
    var directories: [RunDirectory] = []
    for run in runs {
      let directory = RunDirectory(JobInput.directory(of: run))
      guard directory.exists else {
        console.error(NoRun(path: run))
        return .noInput
      }
      directories.append(directory)
    }
    do {
      try compare(directories)
      return .finished
    } catch let error as AtomicFileError where error == .closed {
      return .finished
    } catch let error as any UserFacing {
      let stop = CommandError(dataset: error)
      console.error(stop.error)
      return stop.status
    } catch {
      preconditionFailure("an error without a message: \(error)")
    }
  }

  private func compare(_ runs: [RunDirectory]) throws {
    var rows = try options.table.map { table in
      DiffRows(
        try AtomicFile(table.path, replaces: table.replaces), format: table.format,
        isRaw: table.isRaw)
    }
    let tally: DiffTally
    let sides: DiffSides
    if let known = options.known {
      let join = try known.join.asPrepared(for: options.first, in: runs[0])
      let found = try KnownDiff.compare(
        runs[0], join, column: known.column, field: options.fields.first, rows: &rows)
      tally = found.tally
      for sentence in found.report?.sentences ?? [] { console.note(sentence) }
      sides = .known(run: runs[0].path, dataset: join.dataset, column: known.column)
    } else {
      tally = try RunDiff.compare(runs[0], runs[1], fields: options.fields, rows: &rows)
      sides = .runs(runs[0].path, runs[1].path)
    }
    try rows?.finish()
    print(tally, sides)
  }

  private func print(_ tally: DiffTally, _ sides: DiffSides) {
    if options.isJSON {
      StandardOutput.write(tally.json(sides).text + "\n")
    } else if options.table?.path == "-" {
      StandardError.write(DiffText(tally, sides).description)
    } else {
      StandardOutput.write(DiffText(tally, sides).description)
    }
  }
}
