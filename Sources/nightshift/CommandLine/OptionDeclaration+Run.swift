import BatchRunner

/// Options of `run`.
extension OptionDeclaration {
  static let plan = OptionDeclaration(
    "--plan", oneOf: RunOptions.PlanName.self,
    does: """
      Limits of your account. free: 10 requests a minute, 2 at once. starter: 60 and 10. pro needs \
      --rpm and --concurrency. none: no limit per minute, and 8 at once unless --concurrency says \
      otherwise. The variable NIGHTSHIFT_PLAN chooses one for all runs.
      """,
    standard: "free; starter with --sandbox", example: "--plan starter")
  static let rpm = OptionDeclaration(
    "--rpm", "N", .number, does: "Requests that may start in a minute, whatever the plan says.",
    standard: "the plan's", example: "--rpm 120")
  static let concurrency = OptionDeclaration(
    "--concurrency", "N", .number,
    does: "Requests that may be under way at once, whatever the plan says.",
    standard: "the plan's", example: "--concurrency 4")
  static let window = OptionDeclaration(
    "--window", "SECONDS", .number, does: "Length of the rate window that --rpm is counted in.",
    standard: "60", example: "--window 60")
  static let windowMargin = OptionDeclaration(
    "--window-margin", "SECONDS", .number,
    does: "Added to the window, because requests do not all take the same time to arrive.",
    standard: "0.5", example: "--window-margin 2")
  static let runDirectory = OptionDeclaration(
    "--run-dir", "DIR", .directory,
    does: "Where results and checkpoint go. Needed when jobs come from standard input.",
    standard: "the job file's path with .run for its extension (.sandbox.run with --sandbox)",
    example: "--run-dir reviews.run")
  static let baseURL = OptionDeclaration(
    "--base-url", "URL", .text,
    does: "Any OpenAI-compatible API. http:// is for this machine only.",
    standard: "SKILLBOSS_BASE_URL, else https://api.skillboss.co/v1",
    example: "--base-url http://127.0.0.1:8787/v1")
  static let keyFile = OptionDeclaration(
    "--key-file", "FILE", .file,
    does: """
      A file that holds the key or a line SKILLBOSS_KEY=..., or the Skills Pack's extracted \
      folder. No option takes the key itself: others can read a command line.
      """,
    standard: "SKILLBOSS_KEY, else SKILLBOSS_API_KEY, else ./.env", example: "--key-file .env")
  static let caFile = OptionDeclaration(
    "--ca-file", "FILE", .file, does: "Certificate authority of a private gateway.",
    standard: "the system's", example: "--ca-file company.pem")
  static let maxAttempts = OptionDeclaration(
    "--max-attempts", "N", .number,
    does: "Attempts a job gets before it counts as failed. Being asked to slow down uses up none.",
    standard: "5", example: "--max-attempts 3")
  static let expect = OptionDeclaration(
    "--expect", oneOf: RunOptions.Expect.self,
    does: """
      json: an answer must be one JSON value, alone or in one ```json block. Any other is kept, and \
      tried again up to --max-attempts.
      """,
    standard: "any text", example: "--expect json")
  static let expectSchema = OptionDeclaration(
    "--expect-schema", "FILE", .file,
    does: "Like --expect json, and the value must be one that this JSON Schema allows.",
    standard: "none", example: "--expect-schema topic.schema.json")
  static let retryTruncated = OptionDeclaration(
    "--retry-truncated",
    does: "Tries answers that were cut off at max_tokens again, up to --max-attempts.")
  static let idempotencyKey = OptionDeclaration(
    "--idempotency-key",
    does: "Sends an Idempotency-Key header, the same for every attempt of a job.")
  static let timeout = OptionDeclaration(
    "--timeout", "SECONDS", .duration, does: "Deadline of one attempt.", standard: "600",
    example: "--timeout 120")
  static let maxCost = OptionDeclaration(
    "--max-cost", "USD", .number,
    does: """
      Starts no job that could take the spend of this run, earlier sessions included, past so many \
      dollars. Every model of the jobs needs a price.
      """,
    standard: "none", example: "--max-cost 5")
  static let prices = OptionDeclaration(
    "--prices", "FILE", .file,
    does: "Prices of models, which go before the built-in ones: a saved catalog, or LiteLLM's map.",
    standard: "the built-in list", example: "--prices prices.json")
  static let creditsPerUSD = OptionDeclaration(
    "--credits-per-usd", "N", .number, does: "Shows what was spent in credits too.",
    standard: "dollars alone", example: "--credits-per-usd 20")
  static let pilot = OptionDeclaration(
    "--pilot", "N", .number,
    does: """
      Runs N jobs drawn at random, then tells from their answers what the rest will take, and stops. \
      Their answers are results like any others.
      """,
    standard: "none", example: "--pilot 50")
  static let thenContinue = OptionDeclaration(
    "--then-continue",
    does: "With --pilot: goes on if the rest fits under --max-cost even at its upper end.")
  static let dryRun = OptionDeclaration(
    "--dry-run", does: "Sends nothing, and tells what nightshift estimate tells.")
  static let like = OptionDeclaration(
    "--like", "RUN", .directory,
    does: "Another run, whose answers stand for the ones to come where there are too few.",
    standard: "none", example: "--like earlier.run")
  static let balance = OptionDeclaration(
    "--balance", "CREDITS", .text,
    does: "What there is to spend: tells whether it will last. Dollars are written 12usd.",
    standard: "what the run last heard", example: "--balance 12usd")
  static let minCredits = OptionDeclaration(
    "--min-credits", "N", .number,
    does: "Starts no more jobs once the reported credits have fallen to N.", standard: "none",
    example: "--min-credits 5")
  static let maxFailures = OptionDeclaration(
    "--max-failures", "N|P%", .text, does: "Stops once so many jobs have failed for good.",
    standard: "none", example: "--max-failures 5%")
  static let maxOutage = OptionDeclaration(
    "--max-outage", "DURATION", .duration,
    does: "How long to go on without a single success before halting.", standard: "12h",
    example: "--max-outage 2h")
  static let until = OptionDeclaration(
    "--until", "TIME", .text,
    does: "Starts nothing after this time of day, date and time, or so many hours.",
    standard: "none", example: "--until 07:00")
  static let onInsufficientBalance = OptionDeclaration(
    "--on-insufficient-balance", oneOf: RunOptions.OnInsufficientBalance.self,
    does: "wait keeps the run open and tries one job now and then, see --balance-poll.",
    standard: "halt", example: "--on-insufficient-balance wait")
  static let balancePoll = OptionDeclaration(
    "--balance-poll", "SECONDS", .duration,
    does: "How often --on-insufficient-balance wait tries.", standard: "300",
    example: "--balance-poll 600")
  static let retryFailed = OptionDeclaration(
    "--retry-failed", does: "Also runs the jobs that failed in earlier runs.")
  static let edited = OptionDeclaration(
    "--edited", oneOf: Recovery.Edited.self,
    does: "What to do with jobs whose body was changed since they succeeded.", standard: "refuse",
    example: "--edited rerun")
  static let limit = OptionDeclaration(
    "--limit", "N", .number, does: "Runs at most N jobs this time.", standard: "all",
    example: "--limit 20")
  static let sandbox = OptionDeclaration(
    "--sandbox", does: "Runs against a built-in simulated API: no key, no cost, no network.")
  static let progress = OptionDeclaration(
    "--progress", oneOf: ProgressMode.self,
    does: "auto: a bar on a terminal, else a line each 30 seconds.", standard: "auto",
    example: "--progress lines")
  static let onEvent = OptionDeclaration(
    "--on-event", "COMMAND", .text,
    does: """
      Run through sh -c on low_balance, outage, recovered, halted and finished, with one JSON object \
      on its standard input and without the key in its environment. It never holds up the run.
      """,
    standard: "none", example: "--on-event 'mail -s nightshift me@example.org'")
}
