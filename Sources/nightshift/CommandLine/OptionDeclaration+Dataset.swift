import Datasets

/// Options of `prepare` and `export`.
extension OptionDeclaration {
  static let output = OptionDeclaration(
    "--output", "FILE", .file,
    help: """
      File to write, or - for standard output. The file appears only when it is complete. -o is \
      the same as --output.
      """,
    defaultText: "none", example: "--output reviews.jsonl")
  static let force = OptionDeclaration(
    "--force", help: "Replaces the output file if it exists.")
  static let template = OptionDeclaration(
    "--template", "FILE", .file,
    help: """
      A request body as a JSON object; any other text is a prompt. {{column}} stands for a cell, \
      {{column|json}} for the cell as JSON, {{column|image}} for a picture (a path beside the \
      dataset, or an https: address), and {{{{ for a literal {{.
      """,
    defaultText: "none", example: "--template review-template.json")
  static let promptModel = OptionDeclaration(
    "--model", "MODEL", .text,
    help: "The model, if the template is a prompt; with --from, instead of the lines' own.",
    defaultText: "none", example: "--model claude-4-5-sonnet")
  static let system = OptionDeclaration(
    "--system", "TEXT", .text,
    help: "A system message to put before a prompt. It may contain {{column}} too.",
    defaultText: "none", example: "--system Answer_in_English.")
  static let systemFile = OptionDeclaration(
    "--system-file", "FILE", .file,
    help: "Like --system, with the message in a file. A line break at its end is left out.",
    defaultText: "none", example: "--system-file system.txt")
  static let promptMaxTokens = OptionDeclaration(
    "--max-tokens", "N", .number,
    help: "The max_tokens of each request, if the template is a prompt.", defaultText: "none",
    example: "--max-tokens 200")
  static let temperature = OptionDeclaration(
    "--temperature", "X", .number,
    help: "The temperature of each request, from 0 to 2, if the template is a prompt.",
    defaultText: "none", example: "--temperature 0.2")
  static let set = {
    var option = OptionDeclaration(
      "--set", "NAME=JSON", .text,
      help: """
        Adds this member to each request, if the template is a prompt. A text needs quotes of its \
        own. May be repeated.
        """,
      defaultText: "none", example: #"--set 'reasoning_effort="low"'"#)
    option.isRepeatable = true
    return option
  }()
  static let null = {
    var option = OptionDeclaration(
      "--null", "VALUE", .text,
      help: """
        Treats cells that are exactly VALUE as empty: no text, and null in {{column|json}}. May be \
        repeated.
        """,
      defaultText: "such cells are text; NaN, NULL, None and NA are counted in a note",
      example: "--null NA")
    option.isRepeatable = true
    return option
  }()
  static let dropNull = OptionDeclaration(
    "--drop-null",
    help: """
      Leaves members that are null out of the requests, except a message's content and what \
      stands in a JSON schema. An empty cell is null where "{{column|json}}" is a whole value.
      """)
  static let from = OptionDeclaration(
    "--from", oneOf: BatchSource.self,
    help: """
      Makes chat requests of the batch lines of another API instead of using a template. The ids \
      stay. What chat requests do not have is reported with its place. openai stands for lines \
      that are chat requests already, for --drop-null or --model.
      """,
    defaultText: "the dataset is a table", example: "--from anthropic")
  static let idColumn = OptionDeclaration(
    "--id-column", "COLUMN", .text, help: "The column that contains the job ids.",
    defaultText: "made from each row's number and cells", example: "--id-column id")
  static let allowEmpty = OptionDeclaration(
    "--allow-empty", help: "Allows empty cells in the columns that the template uses.")
  static let `where` = {
    var option = OptionDeclaration(
      "--where", "COLUMN=VALUE", .text,
      help: """
        Uses only rows with this value in this column; COLUMN!=VALUE uses only rows without it. \
        May be repeated; a row must match every condition.
        """,
      defaultText: "all rows", example: "--where language=de")
    option.isRepeatable = true
    return option
  }()
  static let rowLimit = OptionDeclaration(
    "--limit", "N", .number, help: "Makes at most N jobs.", defaultText: "all",
    example: "--limit 20")
  static let datasetFormat = OptionDeclaration(
    "--format", oneOf: DatasetFormat.self, help: "Format of the dataset.",
    defaultText: "from the file name", example: "--format tsv")
  static let delimiter = OptionDeclaration(
    "--delimiter", "C", .text,
    help: "The character between the cells of the dataset; \\t is a tab.",
    defaultText: "told by the header", example: "--delimiter ';'")
  static let encoding = OptionDeclaration(
    "--encoding", oneOf: TextEncoding.self,
    help: "How the characters of the dataset are stored.",
    defaultText: "utf-8, or utf-16 after its byte-order mark", example: "--encoding windows-1252")
  static let csvEscape = OptionDeclaration(
    "--csv-escape", oneOf: CSVEscape.self,
    help: #"""
      backslash reads \" inside a cell of the dataset as a quote, as Spark and MySQL write it. A \#
      backslash before a backslash, the separator or a line break works the same way. tsv reads \#
      \t, \n, \r and \\ as a tab, line breaks and a backslash, and quotes as text, as Miller, jq and \#
      PostgreSQL write TSV.
      """#,
    defaultText: "a quote in a quoted cell is written twice", example: "--csv-escape backslash")
  static let exportFormat = OptionDeclaration(
    "--format", oneOf: ExportFormat.self,
    help: """
      Format of the output. Required for standard output. For parquet, the program duckdb must be \
      installed.
      """,
    defaultText: "from the file name", example: "--format csv")
  static let join = OptionDeclaration(
    "--join", "DATASET", .file,
    help: """
      Writes the rows of the dataset that the jobs were prepared from, in their order, with the \
      answers as extra columns. Rows without an answer are kept.
      """,
    defaultText: "none", example: "--join reviews.csv")
  static let joinIDColumn = OptionDeclaration(
    "--id-column", "COLUMN", .text, help: "With --join: the column that contains the job ids.",
    defaultText: "as prepared", example: "--id-column id")
  static let joinTemplate = OptionDeclaration(
    "--template", "FILE", .file,
    help: """
      With --join: the template of the jobs. A row gets an answer only if the template makes the \
      request of its job. Needed where ids such as row-17 say only a position.
      """,
    defaultText: "none", example: "--template review-template.json")
  static let trustPositions = OptionDeclaration(
    "--trust-positions",
    help: "With --join: takes row-17 for the row that is the 17th now. Nothing shows a mistake.")
  static let joinEdited = OptionDeclaration(
    "--edited", oneOf: EditedRows.self,
    help: """
      What a join does about rows that were edited after their jobs were prepared: refuse it, or \
      keep the answers from before.
      """,
    defaultText: "refuse", example: "--edited keep")
  static let strict = OptionDeclaration(
    "--strict", help: "Refuses a join that leaves out answers, instead of counting them.")
  static let jsonFields = OptionDeclaration(
    "--json-fields", "A,B", .text,
    help: """
      Adds a column for each of these members of an answer's JSON object: the one that --expect \
      json finds, else the only one in the answer.
      """,
    defaultText: "none", example: "--json-fields sentiment,topic")
  static let failures = OptionDeclaration(
    "--failures", help: "Includes the jobs that failed. --join always includes them.")
  static let sort = OptionDeclaration(
    "--sort", help: "Writes rows in the order of the job file, not in the order of completion.")
  static let raw = OptionDeclaration(
    "--raw",
    help: """
      Writes answers unchanged. Otherwise, in CSV and TSV, an answer that a spreadsheet would take \
      for a formula, or that begins with a ', gets a ' in front. Without it, it is the same text \
      again.
      """)
}
