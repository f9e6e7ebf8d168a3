extension CommandName {
  /// How the command is parsed and explained.
  var declaration: CommandDeclaration {
    switch self {
    case .run: .run
    case .check: .check
    case .estimate: .estimate
    case .status: .status
    case .report: .report
    case .prepare: .prepare
    case .export: .export
    case .show: .show
    case .diff: .diff
    case .repair: .repair
    case .key: .key
    case .sandbox: .sandbox
    case .completions: .completions
    case .help: .help
    }
  }
}

extension CommandDeclaration {
  static let run = CommandDeclaration(
    name: .run, operands: "JOBS...", operandKind: .files,
    summary: "runs job files, or resumes a run",
    paragraph: """
      The same command starts a run and resumes it. Jobs that have succeeded are never sent again. \
      Several job files share one rate limit and run in order, each with its own run directory; \
      one exit status covers all of them. JOBS may be - for standard input; to resume such a run, \
      give its run directory as JOBS.
      """,
    options: [
      .plan, .rpm, .concurrency, .tpm, .rpd, .tpd, .window, .windowMargin, .limitsPer,
      .runDirectory, .baseURL,
      .insecureHTTP, .keyFile, .caFile, .maxAttempts, .expect, .expectSchema, .expectLabel,
      .correct, .retryTruncated, .retryEmpty, .idempotencyKey, .timeout, .jobTimeout, .stream,
      .idleTimeout, .maxCost, .tokenBudget, .minCredits, .maxFailures,
      .maxOutage, .until, .grace, .onInsufficientBalance, .balancePoll, .retryFailed, .edited,
      .limit,
      .sandbox, .prices, .creditsPerUSD, .pilot, .thenContinue, .dryRun, .like, .balance, .json,
      .progress, .onEvent,
    ],
    examples: [
      "nightshift run reviews.jsonl --plan starter --until 07:00",
      "nightshift run reviews.jsonl --sandbox --limit 20",
      "generate | nightshift run - --run-dir reviews.run",
    ])
  static let check = CommandDeclaration(
    name: .check, operands: "JOBS...", operandKind: .files,
    summary: "checks job files and prints every problem",
    paragraph: "Reads every line and sends nothing. JOBS may be - for standard input.",
    options: [.json], examples: ["nightshift check reviews.jsonl"])
  static let estimate = CommandDeclaration(
    name: .estimate, operands: "JOBS...", operandKind: .files,
    summary: "estimates what a run will cost and when it will be done",
    paragraph: """
      A dry run: shows tokens, cost and time of the jobs that are still to do, each as low, likely \
      and ceiling. The estimate is based on the answers that the run already has; without those, \
      on the answers of --like; without either, on an assumption. The output says which. Sends \
      nothing and needs no key. JOBS may be - for standard input.
      """,
    options: [
      .plan, .rpm, .concurrency, .tpm, .rpd, .tpd, .window, .windowMargin, .limitsPer,
      .runDirectory, .baseURL,
      .maxAttempts,
      .expect, .expectSchema, .expectLabel, .correct, .retryTruncated, .retryEmpty, .maxCost,
      .tokenBudget,
      .until,
      .retryFailed, .edited, .limit, .sandbox, .prices, .creditsPerUSD, .like, .balance, .json,
    ],
    examples: [
      "nightshift estimate reviews.jsonl --plan starter --balance 12usd",
      "nightshift estimate reviews.jsonl --like earlier.run",
    ])
  static let status = CommandDeclaration(
    name: .status, operands: "RUN", operandKind: .files,
    summary: "shows the progress of a run, even while it is running",
    paragraph: "RUN is a run directory or its job file. Sends nothing.",
    options: [.json, .watch],
    examples: ["nightshift status reviews.run", "nightshift status reviews.jsonl --watch"])
  static let report = CommandDeclaration(
    name: .report, operands: "RUN", operandKind: .files,
    summary: "makes an HTML page about a run, even while it is running",
    paragraph: """
      RUN is a run directory or its job file. The page is one file that needs no network and \
      contains no script. Sends nothing.
      """,
    options: [.pageOutput, .json],
    examples: ["nightshift report reviews.run", "nightshift report reviews.run -o morning.html"])
  static let repair = CommandDeclaration(
    name: .repair, operands: "RUN", operandKind: .files,
    summary: "mends a run whose files another program reformatted",
    paragraph: """
      RUN is a run directory or its job file. Every line that a run stores has a check. A formatter \
      or an editor changes the line's spelling, so that the check no longer fits and 'run' refuses \
      the directory. This command restores the lines, or gives them new checks where the original \
      spelling cannot be found again. It says what it changes, and keeps the files as they were in \
      the folder salvage of the run directory. If more than the spelling of a line was changed, it \
      names the line and changes nothing. Sends nothing.
      """,
    options: [.repairDryRun],
    examples: ["nightshift repair reviews.run --dry-run", "nightshift repair reviews.run"])
  static let key = CommandDeclaration(
    name: .key, operands: "[check]", operandKind: .words(["check"]),
    summary: "shows where the API key comes from, and whether it works",
    paragraph: """
      'nightshift key' says where the key was found, and sends nothing. 'nightshift key check' \
      also uses the key to ask the API for its list of models.
      """,
    options: [.expectRevoked, .spend, .model, .keyFile, .baseURL, .insecureHTTP, .caFile],
    examples: ["nightshift key", "nightshift key check --key-file old.env --expect-revoked"])
  static let sandbox = CommandDeclaration(
    name: .sandbox, operands: "", operandKind: .none,
    summary: "serves a simulated API on this machine",
    paragraph: """
      Listens on 127.0.0.1 until you press Ctrl-C. GET /sandbox/stats returns what it has counted. \
      POST /sandbox/balance?credits=N sets the balance.
      """,
    options: [
      .port, .sandboxPlan, .rpm, .concurrency, .window, .credits, .latency, .failureRate, .seed,
    ],
    examples: ["nightshift sandbox --credits 12 --failure-rate 0.05"])
  static let completions = CommandDeclaration(
    name: .completions, operands: "bash|zsh|fish",
    operandKind: .words(Shell.allCases.map(\.rawValue)),
    summary: "prints the completion script of a shell",
    paragraph: "Prints the script to standard output. Have your shell read it when it starts.",
    options: [],
    examples: ["source <(nightshift completions bash)"])
  static let help = CommandDeclaration(
    name: .help, operands: "[COMMAND]",
    operandKind: .words(CommandName.allCases.map(\.rawValue)),
    summary: "explains a command, or lists all commands",
    paragraph: "Prints to standard output.", options: [], examples: ["nightshift help run"])
}
