import Datasets

/// Options of `prepare` and `export`.
extension OptionDeclaration {
  static let output = OptionDeclaration(
    "--output", "FILE", .file,
    does: """
      Where to write, - for standard output; -o does too. The file appears when it is whole, or not \
      at all.
      """,
    standard: "none", example: "--output reviews.jsonl")
  static let force = OptionDeclaration("--force", does: "Replaces an output that exists.")
  static let template = OptionDeclaration(
    "--template", "FILE", .file,
    does: """
      A request body as a JSON object, or else a prompt. {{column}} stands for a cell, \
      {{column|json}} for a cell as JSON, and {{{{ for a literal {{.
      """,
    standard: "none", example: "--template review-template.json")
  static let promptModel = OptionDeclaration(
    "--model", "MODEL", .text, does: "The model that a prompt is for.", standard: "none",
    example: "--model claude-4-5-sonnet")
  static let system = OptionDeclaration(
    "--system", "TEXT", .text, does: "A system message before a prompt; cells may stand in it.",
    standard: "none", example: "--system Answer_in_English.")
  static let idColumn = OptionDeclaration(
    "--id-column", "COLUMN", .text, does: "The column that names the jobs.",
    standard: "the row's number, row-17", example: "--id-column id")
  static let allowEmpty = OptionDeclaration(
    "--allow-empty", does: "Cells that the template uses may be empty.")
  static let `where` = {
    var option = OptionDeclaration(
      "--where", "COLUMN=VALUE", .text,
      does: "Only rows with this value, or with COLUMN!=VALUE without it. May be repeated.",
      standard: "all rows", example: "--where language=de")
    option.isRepeatable = true
    return option
  }()
  static let rowLimit = OptionDeclaration(
    "--limit", "N", .number, does: "At most N jobs.", standard: "all", example: "--limit 20")
  static let datasetFormat = OptionDeclaration(
    "--format", oneOf: DatasetFormat.self, does: "The dataset's format.", standard: "by its name",
    example: "--format tsv")
  static let exportFormat = OptionDeclaration(
    "--format", oneOf: DatasetFormat.self, does: "The output's format; standard output needs it.",
    standard: "by its name", example: "--format csv")
  static let join = OptionDeclaration(
    "--join", "DATASET", .file,
    does: """
      Puts the answers beside the rows of the dataset that the jobs were prepared from, in its \
      order; rows without an answer stay.
      """,
    standard: "none", example: "--join reviews.csv")
  static let joinIDColumn = OptionDeclaration(
    "--id-column", "COLUMN", .text, does: "With --join: the column that names the jobs.",
    standard: "the row's number, row-17", example: "--id-column id")
  static let jsonFields = OptionDeclaration(
    "--json-fields", "A,B", .text,
    does: "Opens answers that are, or hold, one JSON object: a column for each of these members.",
    standard: "none", example: "--json-fields sentiment,topic")
  static let failures = OptionDeclaration(
    "--failures", does: "Also the jobs that failed; with --join they are there anyhow.")
  static let sort = OptionDeclaration(
    "--sort", does: "In the order of the job file, not of completion.")
  static let raw = OptionDeclaration(
    "--raw",
    does:
      "Leaves cells as they are that a spreadsheet would take for formulas; else a ' goes first.")
}
