/// The commands that look at single answers.
extension CommandDeclaration {
  static let show = CommandDeclaration(
    name: .show, operands: "RUN [ID...]", operandKind: .files,
    summary: "shows jobs one by one: request, answer, attempts",
    paragraph: """
      RUN is a run directory or its job file. Without IDs and options all jobs are shown, in the \
      order of the job file. Several options choose the jobs that any of them names; --sample \
      draws from those. Takes no lock and changes nothing in the run directory.
      """,
    options: [
      .line, .sample, .failed, .truncated, .filtered, .emptyAnswers, .unusable, .ids, .jsonLines,
    ],
    examples: [
      "nightshift show reviews.run review-17",
      "nightshift show reviews.jsonl --failed",
      "nightshift show reviews.run --truncated --ids > again.txt",
    ])
  static let diff = CommandDeclaration(
    name: .diff, operands: "RUN [RUN]", operandKind: .files,
    summary: "compares two runs, or a run with known answers",
    paragraph: """
      Jobs are compared by their ids. What is compared: the members that --json-fields names, else \
      the labels of --expect-label, else the texts without the white space around them. The counts \
      go to standard output, or to standard error if the rows go there. Finding differences is no \
      error: the exit status is 0.
      """,
    options: [
      .against, .column, .knownIDColumn, .trustPositions, .joinEdited, .strict, .delimiter,
      .encoding, .csvEscape, .comparedFields, .diffOutput, .force, .diffFormat, .raw, .json,
    ],
    examples: [
      "nightshift diff reviews.run reviews-large.run --json-fields sentiment",
      "nightshift diff a.run --against a.csv --column sentiment --id-column id",
    ])
}
