/// The commands that turn a dataset into jobs, and answers into a table.
extension CommandDeclaration {
  static let prepare = CommandDeclaration(
    name: .prepare, operands: "DATASET", operandKind: .files,
    summary: "makes a job file from a dataset and a template",
    paragraph: """
      DATASET is CSV or TSV with a header, or JSON Lines; - is standard input. Each row becomes one \
      job. If any row cannot be used, the problems are listed and no file is written. How the \
      dataset was read is written to a file beside the job file, with .prepare.json after its \
      name, so that 'export --join' reads it the same way.
      """,
    options: [
      .template, .output, .force, .promptModel, .system, .systemFile, .promptMaxTokens,
      .temperature, .set, .idColumn, .where, .rowLimit, .allowEmpty, .null, .dropNull,
      .datasetFormat, .delimiter, .encoding, .csvEscape, .from,
    ],
    examples: [
      "nightshift prepare reviews.csv --template review.json -o reviews.jsonl",
      "nightshift prepare a.tsv --template prompt.txt --model gpt-5-mini -o -",
      "nightshift prepare batch.jsonl --from anthropic -o jobs.jsonl",
      "zcat a.csv.gz | nightshift prepare - --format csv --template t.json -o a.jsonl",
    ])
  static let export = CommandDeclaration(
    name: .export, operands: "RUN...", operandKind: .files,
    summary: "writes answers as CSV, TSV or JSON Lines, even during the run",
    paragraph: """
      RUN is a run directory or its job file. Several runs give one table, one run after the other, \
      with a first column 'run' that names the run; with --join, each row of the dataset is there \
      once for each run. Takes no lock and changes nothing in the run directory.
      """,
    options: [
      .output, .force, .exportFormat, .join, .joinIDColumn, .joinTemplate, .promptModel,
      .system, .trustPositions, .joinEdited, .strict, .delimiter, .encoding, .csvEscape,
      .jsonFields, .failures, .sort, .raw,
    ],
    examples: [
      "nightshift export reviews.run -o answers.csv",
      "nightshift export reviews.run --join a.csv --json-fields topic -o all.csv",
      "nightshift export small.run large.run -o both.csv",
    ])
}
