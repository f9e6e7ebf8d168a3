import Basics
import BatchRunner
import Datasets

/// `nightshift export`: writes the answers of one or several runs as a table. The runs may be
/// running.
struct ExportCommand {
  let options: ExportOptions
  let console: Console

  /// One of the runs.
  private struct Source {
    /// The operand as the user typed it.
    let typed: String
    let directory: RunDirectory
    /// Its name in a table of several runs; `nil`: it is the only one.
    var name: String?
  }

  func run() -> ExitStatus {
    do {
      let sources = try sources()
      try export(sources)
      return .finished
    } catch let error as AtomicFileError where error == .closed {
      // The reader of standard output has seen enough, as `head` has.
      return .finished
    } catch let error as any UserFacing {
      let stop = CommandError(export: error)
      console.error(stop.error)
      return stop.status
    } catch {
      preconditionFailure("an error without a message: \(error)")
    }
  }

  /// All runs are looked for before anything is written.
  private func sources() throws -> [Source] {
    var sources: [Source] = []
    for run in options.runs {
      let directory = RunDirectory(JobInput.directory(of: run))
      guard directory.exists else { throw NoRun(path: run) }
      sources.append(Source(typed: run, directory: directory))
    }
    guard sources.count > 1 else { return sources }
    let names = try RunNames(sources.map { ($0.typed, $0.directory.path) }).names
    for (index, name) in names.enumerated() { sources[index].name = name }
    if let dataset = options.export.join?.dataset, dataset == "-" || !Self.isRereadable(dataset) {
      throw ReadOnlyOnce(path: dataset)
    }
    return sources
  }

  /// Whether the path is no pipe or device.
  private static func isRereadable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }

  private func export(_ sources: [Source]) throws {
    guard options.isParquet else {
      _ = try write(sources, to: options.output, replaces: options.replaces)
      return
    }
    let parquet = try ParquetFile(options.output, replaces: options.replaces)
    try parquet.finish(try write(sources, to: parquet.lines, replaces: true))
  }

  /// Writes the rows of one run after the other, and answers the columns of the table. The output is
  /// opened once the first run was read.
  private func write(
    _ sources: [Source], to path: String, replaces: Bool
  ) throws -> [(name: String, isCount: Bool)] {
    let template = try options.template.map {
      try Template(path: $0, model: options.model, system: options.system)
    }
    var output: AtomicFile?
    var columns: [(name: String, isCount: Bool)] = []
    for source in sources {
      var export = try Export(
        source.directory, try exportOptions(source, isFirst: output == nil), template: template)
      try export.requireWhole(source.directory)
      let table = options.isSorted ? try jobs(of: source).table : nil
      let file = try output ?? AtomicFile(path, replaces: replaces)
      output = file
      if options.export.join != nil {
        try export.runJoined(into: file)
      } else if let table {
        try export.run(in: table, into: file)
      } else {
        try export.run(into: file)
      }
      if columns.isEmpty || !export.columns.filter(\.isCount).isEmpty { columns = export.columns }
      printCounts(export, of: source)
    }
    try output?.finish()
    return columns
  }

  private func exportOptions(_ source: Source, isFirst: Bool) throws -> Export.Options {
    var export = options.export
    export.join = try export.join?.asPrepared(for: source.typed, in: source.directory)
    export.run = source.name
    export.hasHeader = isFirst
    return export
  }

  /// The job file of the run: the stored standard input if there is one, else the file that the
  /// manifest names.
  private func jobs(of source: Source) throws -> JobFile {
    let directory = source.directory
    let hasInput = FileManager.default.fileExists(atPath: directory.input)
    guard !hasInput else { return try JobFile(directory.input) }
    guard let manifest = try Manifest(in: directory) else { throw NoRun(path: source.typed) }
    return try JobFile(manifest.jobFile)
  }

  private func printCounts(_ export: Export, of source: Source) {
    let run = source.name.map { "\(Printable($0)): " } ?? ""
    func note(_ text: String) { console.note(run + text) }
    note(
      "\(Figure.count(export.rows, "row")): \(Figure.count(export.answers, "answer")), "
        + "\(Figure.count(export.failed)) failed, "
        + "\(Figure.count(export.rows - export.answers - export.failed)) without either.")
    if let join = options.export.join {
      for sentence in export.notes { console.note(sentence.sentence(about: join.dataset)) }
      for sentence in export.report?.sentences ?? [] { note(sentence) }
    }
    if export.withoutObject > 0 {
      note("\(Figure.count(export.withoutObject, "answer")) without one JSON object.")
    }
    for (field, count) in zip(options.export.fields, export.withoutField) where count > 0 {
      note("\(Figure.count(count, "answer")) without '\(field)' in its JSON object.")
    }
    if export.damaged > 0 {
      note("\(Figure.count(export.damaged, "damaged line")) skipped.")
    }
    if let guarded = Self.guarded(export.guarded) { note(guarded) }
    if options.export.format == .tsv, let quoted = Self.quoted(export.quoted) { note(quoted) }
  }

  /// `nil`: no cell was changed.
  static func guarded(_ count: Int) -> String? {
    guard count > 0 else { return nil }
    let (cells, them) = count == 1 ? ("1 cell", "it") : ("\(Figure.count(count)) cells", "them")
    return "\(cells) got a ' in front, so that no spreadsheet takes \(them) for a formula. Remove "
      + "one ' to read the answer, or use --raw."
  }

  /// `nil`: no cell is quoted.
  static func quoted(_ count: Int) -> String? {
    guard count > 0 else { return nil }
    let cells = count == 1 ? "1 cell is" : "\(Figure.count(count)) cells are"
    return
      "\(cells) in quotes, as in CSV, because of a tab, a line break or a quote inside. 'cut' and "
      + "'awk' do not read such cells."
  }
}

/// The dataset of a join with several runs is standard input or a pipe.
private struct ReadOnlyOnce: UserFacing {
  let path: String
  var problem: String {
    "'\(Printable(path))' can be read only once, but several runs are joined to it."
  }
  var remedy: String? { "Store the dataset in a file first." }
}

extension CommandError {
  /// For `export`.
  fileprivate init(export error: any UserFacing) {
    switch error {
    case is NoRun: self.init(status: .noInput, error: error)
    case is ParquetError: self.init(status: .couldNotRun, error: error)
    case is SameRun, is ReadOnlyOnce: self.init(status: .usage, error: error)
    default: self.init(dataset: error)
    }
  }
}

extension Export.Options.Join {
  /// The join, with rows that are read and named as they were when the jobs of a run were prepared,
  /// where no option says otherwise. `typed`: the run as the user named it.
  func asPrepared(for typed: String, in directory: RunDirectory) throws -> Self {
    let jobs = directory.path == typed ? try Manifest(in: directory)?.jobFile : typed
    guard let jobs else { return self }
    // The path in the manifest may be relative to another folder.
    let folder = PathName(directory.path).folder
    let beside = (folder.isEmpty ? "" : folder + "/") + PathName(jobs).name
    var join = self
    for jobs in [jobs, beside] {
      guard let record = try PreparationRecord(besideJobs: jobs) else { continue }
      let sameName = PathName(record.dataset).name == PathName(dataset).name
      join.take(record, at: PreparationRecord.path(besideJobs: jobs), sameName: sameName)
      return join
    }
    join.missingRecord = PreparationRecord.path(besideJobs: jobs)
    return join
  }
}
