extension CommandName {
  var declaration: CommandDeclaration {
    switch self {
    case .run: .run
    case .check: .check
    case .estimate: .estimate
    case .status: .status
    case .prepare: .prepare
    case .export: .export
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
    summary: "runs job files, or resumes them",
    paragraph: """
      The same command starts a run and resumes it: jobs that have succeeded are never sent again. \
      Several files share one limiter and are taken in order, each with its own run directory; the \
      gravest exit status counts. JOBS may be - for standard input; the \
      run directory's name resumes such a run.
      """,
    options: [
      .plan, .rpm, .concurrency, .window, .windowMargin, .runDirectory, .baseURL, .keyFile,
      .caFile, .maxAttempts, .expect, .expectSchema, .retryTruncated, .idempotencyKey, .timeout,
      .maxCost, .minCredits, .maxFailures,
      .maxOutage, .until, .onInsufficientBalance, .balancePoll, .retryFailed, .edited, .limit,
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
    summary: "validates job files and prints every problem",
    paragraph: "Reads every line and sends nothing. JOBS may be - for standard input.",
    options: [.json], examples: ["nightshift check reviews.jsonl"])
  static let estimate = CommandDeclaration(
    name: .estimate, operands: "JOBS...", operandKind: .files,
    summary: "tells what a run would cost, and when it would be done",
    paragraph: """
      A dry run: tokens, cost and time as low, likely and ceiling, of the jobs that are still to do. \
      It goes by the answers that the run already has, else by those of --like, else by an \
      assumption, and says by which. Sends nothing and needs no key. JOBS may be - for standard \
      input.
      """,
    options: [
      .plan, .rpm, .concurrency, .window, .windowMargin, .runDirectory, .maxCost, .until,
      .retryFailed, .edited, .limit, .sandbox, .prices, .creditsPerUSD, .like, .balance, .json,
    ],
    examples: [
      "nightshift estimate reviews.jsonl --plan starter --balance 12usd",
      "nightshift estimate reviews.jsonl --like earlier.run",
    ])
  static let status = CommandDeclaration(
    name: .status, operands: "RUN", operandKind: .files,
    summary: "tells where a run stands, also while it runs",
    paragraph: "RUN is a run directory, or the job file that it belongs to. Sends nothing.",
    options: [.json, .watch],
    examples: ["nightshift status reviews.run", "nightshift status reviews.jsonl --watch"])
  static let key = CommandDeclaration(
    name: .key, operands: "[check]", operandKind: .words(["check"]),
    summary: "tells where the API key comes from, and whether it works",
    paragraph: """
      Alone it says where the key was found and sends nothing. key check asks the API for its list \
      of models with it.
      """,
    options: [.expectRevoked, .spend, .model, .keyFile, .baseURL, .caFile],
    examples: ["nightshift key", "nightshift key check --key-file old.env --expect-revoked"])
  static let sandbox = CommandDeclaration(
    name: .sandbox, operands: "", operandKind: .none,
    summary: "serves a simulated API on this machine",
    paragraph: """
      Listens on 127.0.0.1 until it is interrupted. It counts in GET /sandbox/stats, and takes \
      POST /sandbox/balance?credits=N.
      """,
    options: [
      .port, .sandboxPlan, .rpm, .concurrency, .window, .credits, .latency, .failureRate, .seed,
    ],
    examples: ["nightshift sandbox --credits 12 --failure-rate 0.05"])
  static let completions = CommandDeclaration(
    name: .completions, operands: "bash|zsh|fish",
    operandKind: .words(Shell.allCases.map(\.rawValue)),
    summary: "prints completions for a shell",
    paragraph: "Prints a script to standard output, for the shell to read when it starts.",
    options: [],
    examples: ["source <(nightshift completions bash)"])
  static let help = CommandDeclaration(
    name: .help, operands: "[COMMAND]",
    operandKind: .words(CommandName.allCases.map(\.rawValue)),
    summary: "explains a command, or all of them",
    paragraph: "Prints to standard output.", options: [], examples: ["nightshift help run"])
}
