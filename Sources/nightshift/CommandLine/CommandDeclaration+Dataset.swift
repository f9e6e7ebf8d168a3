extension CommandDeclaration {
  static let prepare = CommandDeclaration(
    name: .prepare, operands: "DATASET", operandKind: .files,
    summary: "makes a job file out of a dataset and a template",
    paragraph: """
      DATASET is CSV or TSV with a header, or JSON Lines. Each row becomes one job. One row that \
      cannot be used is enough: every problem is told, and nothing is written.
      """,
    options: [
      .template, .output, .force, .promptModel, .system, .idColumn, .where, .rowLimit, .allowEmpty,
      .datasetFormat,
    ],
    examples: [
      "nightshift prepare reviews.csv --template review.json -o reviews.jsonl",
      "nightshift prepare a.tsv --template prompt.txt --model gpt-5-mini -o -",
    ])
  static let export = CommandDeclaration(
    name: .export, operands: "RUN", operandKind: .files,
    summary: "writes answers as CSV, TSV or JSON Lines, also while it runs",
    paragraph: """
      RUN is a run directory, or the job file that it belongs to. Takes no lock, changes nothing.
      """,
    options: [
      .output, .force, .exportFormat, .join, .joinIDColumn, .jsonFields, .failures, .sort, .raw,
    ],
    examples: [
      "nightshift export reviews.run -o answers.csv",
      "nightshift export reviews.run --join a.csv --json-fields topic -o all.csv",
    ])
}
