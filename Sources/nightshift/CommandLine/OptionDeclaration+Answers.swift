import Datasets

/// Options of `show` and `diff`.
extension OptionDeclaration {
  static let line = {
    var option = OptionDeclaration(
      "--line", "N", .text,
      help: "The job in this line of the job file, or N-M for several. May be repeated.",
      defaultText: "all", example: "--line 17")
    option.isRepeatable = true
    return option
  }()
  static let sample = OptionDeclaration(
    "--sample", "N", .number,
    help: """
      N jobs chosen at random, the same ones each time. They are drawn from the jobs that the \
      other options choose, else from those with an answer.
      """,
    defaultText: "all", example: "--sample 5")
  static let failed = OptionDeclaration("--failed", help: "The jobs that failed.")
  static let truncated = OptionDeclaration(
    "--truncated", help: "The jobs whose answer was cut off at max_tokens.")
  static let filtered = OptionDeclaration(
    "--filtered", help: "The jobs whose answer a content filter ended.")
  static let emptyAnswers = OptionDeclaration(
    "--empty", help: "The jobs whose answer is empty.")
  static let unusable = OptionDeclaration(
    "--unusable", help: "The jobs with an answer in unusable.jsonl.")
  static let ids = OptionDeclaration("--ids", help: "Prints the ids alone, one a line.")
  static let jsonLines = OptionDeclaration(
    "--json", help: "Prints one JSON object for each job, one a line.")

  static let against = OptionDeclaration(
    "--against", "DATASET", .file, help: "A dataset with known answers. Needs --column.",
    defaultText: "none", example: "--against reviews.csv")
  static let column = OptionDeclaration(
    "--column", "COLUMN", .text,
    help: """
      With --against: the column with the known answers. Rows where it is empty are counted apart.
      """,
    defaultText: "none", example: "--column sentiment")
  static let knownIDColumn = OptionDeclaration(
    "--id-column", "COLUMN", .text, help: "With --against: the column that contains the job ids.",
    defaultText: "row-1, row-2 and so on", example: "--id-column id")
  static let comparedFields = OptionDeclaration(
    "--json-fields", "A,B", .text,
    help: """
      Compares these members of the answers' JSON objects by their values; with --against only \
      one.
      """,
    defaultText: "none", example: "--json-fields sentiment")
  static let diffOutput = OptionDeclaration(
    "--output", "FILE", .file,
    help: """
      Also writes the jobs whose answers differ as a table; - is standard output. -o is the same \
      as --output.
      """,
    defaultText: "none", example: "--output differ.csv")
  static let diffFormat = OptionDeclaration(
    "--format", oneOf: DatasetFormat.self,
    help: "Format of that table. Without --output it goes to standard output.",
    defaultText: "from the file name", example: "--format csv")
}
