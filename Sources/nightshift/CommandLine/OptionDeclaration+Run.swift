import BatchRunner

/// Options of `run`. `estimate` shares many of them.
extension OptionDeclaration {
  static let plan = OptionDeclaration(
    "--plan", oneOf: RunOptions.PlanName.self,
    help: """
      Limits of your account. free: 10 requests a minute, 2 at once. starter: 60 a minute, 10 at \
      once. pro: set --rpm and --concurrency yourself. none: no limit per minute, and 8 at once \
      unless you set --concurrency. The variable NIGHTSHIFT_PLAN sets the plan for all runs.
      """,
    defaultText: "free; starter with --sandbox", example: "--plan starter")
  static let rpm = OptionDeclaration(
    "--rpm", "N", .number,
    help: """
      Maximum number of requests that may start in a rate window: a minute, unless --window says \
      otherwise. Overrides the plan.
      """,
    defaultText: "the plan's", example: "--rpm 120")
  static let concurrency = OptionDeclaration(
    "--concurrency", "N", .number,
    help: "Maximum number of requests in flight at once. Overrides the plan.",
    defaultText: "the plan's", example: "--concurrency 4")
  static let window = OptionDeclaration(
    "--window", "SECONDS", .number, help: "Length of the rate window that --rpm counts in.",
    defaultText: "60", example: "--window 60")
  static let windowMargin = OptionDeclaration(
    "--window-margin", "SECONDS", .number,
    help: """
      Extra time added to the rate window, because requests do not all take equally long to reach \
      the server.
      """,
    defaultText: "0.5", example: "--window-margin 2")
  static let tpm = OptionDeclaration(
    "--tpm", "N", .number,
    help: """
      Maximum number of tokens that may start in a rate window. A request counts as its estimated \
      tokens in plus its max_tokens, and as its usage once it is answered.
      """,
    defaultText: "no limit", example: "--tpm 90000")
  static let rpd = OptionDeclaration(
    "--rpd", "N", .number,
    help: "Maximum number of requests that may start in any 24 hours, earlier sessions included.",
    defaultText: "no limit", example: "--rpd 1000")
  static let tpd = OptionDeclaration(
    "--tpd", "N", .number,
    help: "The same for tokens, counted as for --tpm.",
    defaultText: "no limit", example: "--tpd 500000")
  static let limitsPer = OptionDeclaration(
    "--limits-per", oneOf: RunOptions.LimitScope.self,
    help: """
      Whether the plan's limits hold for all requests together or for each model by itself. A model \
      that the server turns down waits by itself in either case, once another model has shown that it \
      need not wait.
      """,
    defaultText: "account", example: "--limits-per model")
  static let runDirectory = OptionDeclaration(
    "--run-dir", "DIR", .directory,
    help: "Directory for results and checkpoint. Required when jobs come from standard input.",
    defaultText: "the job file's path with the extension .run (.sandbox.run with --sandbox)",
    example: "--run-dir reviews.run")
  static let baseURL = OptionDeclaration(
    "--base-url", "URL", .text,
    help: """
      Address of an OpenAI-compatible API. http:// is allowed only for this machine, and with \
      --insecure-http.
      """,
    defaultText: "the variable SKILLBOSS_BASE_URL, else https://api.skillboss.co/v1",
    example: "--base-url http://127.0.0.1:8787/v1")
  static let insecureHTTP = OptionDeclaration(
    "--insecure-http",
    help: """
      Allows http:// for another machine, as on a private network. Everybody on the way can then \
      read prompts and answers. No key is sent, unless --key-file names one. Proxies are not used.
      """)
  static let keyFile = OptionDeclaration(
    "--key-file", "FILE", .file,
    help: """
      A file that contains the key or a line SKILLBOSS_KEY=..., or the extracted folder of the \
      Skills Pack. No option takes the key itself, because others can read a command line.
      """,
    defaultText: "the variable SKILLBOSS_KEY, else SKILLBOSS_API_KEY, else the file ./.env",
    example: "--key-file .env")
  static let caFile = OptionDeclaration(
    "--ca-file", "FILE", .file,
    help: "File with the certificate authority of a private gateway.",
    defaultText: "the system's certificate authorities", example: "--ca-file company.pem")
  static let maxAttempts = OptionDeclaration(
    "--max-attempts", "N", .number,
    help: """
      Number of attempts before a job counts as failed. Attempts that end with status 429 (too \
      many requests) do not count.
      """,
    defaultText: "5", example: "--max-attempts 3")
  static let expect = OptionDeclaration(
    "--expect", oneOf: RunOptions.Expect.self,
    help: """
      json: an answer must have one JSON value, alone, after the model's thoughts or in one code \
      block. Any other answer is kept in unusable.jsonl, and the job is tried again, up to \
      --max-attempts.
      """,
    defaultText: "any text", example: "--expect json")
  static let expectSchema = OptionDeclaration(
    "--expect-schema", "FILE", .file,
    help: """
      Like --expect json; in addition, the value must match this JSON Schema (draft 2020-12 or 7, \
      bare or as in response_format). References to other files and a few keywords are refused.
      """,
    defaultText: "none", example: "--expect-schema topic.schema.json")
  static let expectLabel = OptionDeclaration(
    "--expect-label", "A,B,C", .text,
    help: """
      An answer must name exactly one of these labels, as a whole word in any letter case. The \
      label is stored beside the answer. Any other answer is treated as with --expect.
      """,
    defaultText: "none", example: "--expect-label positive,negative,neutral")
  static let correct = OptionDeclaration(
    "--correct",
    help: """
      With --expect, --expect-schema or --expect-label: the next attempt also shows the model its \
      answer and what is wrong with it, as two further messages.
      """)
  static let retryTruncated = OptionDeclaration(
    "--retry-truncated",
    help: """
      Asks again for an answer that was cut off, with twice the max_tokens, up to --max-attempts. \
      The best answer is the result. A job without max_tokens is not asked again, except at the \
      default --base-url, where it has 4096.
      """)
  static let retryEmpty = OptionDeclaration(
    "--retry-empty",
    help: """
      Asks again for an answer without text or tool calls, up to --max-attempts. If all are empty, \
      the last one is the result.
      """)
  static let idempotencyKey = OptionDeclaration(
    "--idempotency-key",
    help: "Sends an Idempotency-Key header that is the same for every attempt of a job.")
  static let timeout = OptionDeclaration(
    "--timeout", "SECONDS", .duration,
    help: """
      Time limit of one attempt. Time in which the program does not run (stopped, frozen, asleep) \
      does not count.
      """,
    defaultText: "600", example: "--timeout 120")
  static let jobTimeout = OptionDeclaration(
    "--job-timeout", "DURATION", .duration,
    help: """
      Time limit of a job over all its attempts. It then fails with the code job_timeout, unless it \
      has an answer already. Time in which the program does not run does not count, nor do an outage \
      or a 429 while no attempt is used up.
      """,
    defaultText: "none", example: "--job-timeout 30m")
  static let grace = OptionDeclaration(
    "--grace", "SECONDS", .duration,
    help: """
      After the first signal, drops what is still in flight after this time, as a second signal \
      does. Choose less than the time that your container or cluster allows.
      """,
    defaultText: "requests in flight may finish", example: "--grace 25")
  static let stream = OptionDeclaration(
    "--stream",
    help: """
      Asks for every answer as a server-sent stream and stores it whole. Helps with long answers \
      behind proxies that cut silent connections.
      """)
  static let idleTimeout = OptionDeclaration(
    "--idle-timeout", "SECONDS", .duration,
    help: """
      Ends an attempt whose stream has begun and then stays silent for so long. The first byte may \
      take as long as --timeout allows.
      """,
    defaultText: "120 with --stream", example: "--idle-timeout 60")
  static let maxCost = OptionDeclaration(
    "--max-cost", "USD", .number,
    help: """
      Starts no job that could take the spend of this run, earlier sessions included, above this \
      many dollars. Requires a price for every model in the jobs. Names at the start what has no \
      bound, such as linked pictures.
      """,
    defaultText: "none", example: "--max-cost 5")
  static let tokenBudget = OptionDeclaration(
    "--token-budget", "N", .number,
    help: """
      Starts no job that could take the tokens of this run, in and out, earlier sessions included, \
      above N. Requests in flight count with the most they can take. Needs no prices.
      """,
    defaultText: "none", example: "--token-budget 2000000")
  static let prices = OptionDeclaration(
    "--prices", "FILE", .file,
    help: """
      Prices of models; they override the built-in prices. FILE is a saved catalog of the gateway, \
      or LiteLLM's model_prices_and_context_window.json.
      """,
    defaultText: "the built-in list", example: "--prices prices.json")
  static let creditsPerUSD = OptionDeclaration(
    "--credits-per-usd", "N", .number,
    help: "Also shows the spend in credits, at N credits per dollar.",
    defaultText: "dollars only", example: "--credits-per-usd 20")
  static let pilot = OptionDeclaration(
    "--pilot", "N", .number,
    help: """
      Runs N jobs chosen at random, estimates cost and time of the rest from their answers, and \
      stops. The answers are results like any others.
      """,
    defaultText: "none", example: "--pilot 50")
  static let thenContinue = OptionDeclaration(
    "--then-continue",
    help: """
      With --pilot: runs the rest too if the upper end of the estimated cost is within --max-cost.
      """)
  static let dryRun = OptionDeclaration(
    "--dry-run", help: "Sends nothing, and prints what nightshift estimate prints.")
  static let like = OptionDeclaration(
    "--like", "RUN", .directory,
    help: """
      Another run, similar to this one. The estimate uses its answers where this run has too few \
      of its own.
      """,
    defaultText: "none", example: "--like earlier.run")
  static let balance = OptionDeclaration(
    "--balance", "CREDITS", .text,
    help: """
      Your balance; the estimate then says whether it will be enough. Write dollars as 12usd.
      """,
    defaultText: "the balance that the run last saw", example: "--balance 12usd")
  static let minCredits = OptionDeclaration(
    "--min-credits", "N", .number,
    help: "Starts no more jobs once the reported credits have fallen to N.", defaultText: "none",
    example: "--min-credits 5")
  static let maxFailures = OptionDeclaration(
    "--max-failures", "N|P%", .text,
    help: "Stops once N jobs, or P percent of the jobs, have failed for good.",
    defaultText: "none", example: "--max-failures 5%")
  static let maxOutage = OptionDeclaration(
    "--max-outage", "DURATION", .duration,
    help: """
      How long to continue without a single success before halting. Time in which the program does \
      not run does not count.
      """,
    defaultText: "12h", example: "--max-outage 2h")
  static let until = OptionDeclaration(
    "--until", "TIME", .text,
    help: """
      Starts nothing after this time. TIME is a time of day, a date and time such as \
      2026-11-23T07:00, or a duration from now such as 8h.
      """,
    defaultText: "none", example: "--until 07:00")
  static let onInsufficientBalance = OptionDeclaration(
    "--on-insufficient-balance", oneOf: RunOptions.OnInsufficientBalance.self,
    help: """
      What to do when the balance is not enough. halt: end the run. wait: keep the run open and \
      try one job every --balance-poll seconds.
      """,
    defaultText: "halt", example: "--on-insufficient-balance wait")
  static let balancePoll = OptionDeclaration(
    "--balance-poll", "SECONDS", .duration,
    help: "How often --on-insufficient-balance wait tries a job.", defaultText: "300",
    example: "--balance-poll 600")
  static let retryFailed = OptionDeclaration(
    "--retry-failed", help: "Also runs the jobs that failed in earlier runs.")
  static let edited = OptionDeclaration(
    "--edited", oneOf: Recovery.Edited.self,
    help: """
      What to do with jobs whose body was changed since they succeeded. rerun: run them again. \
      keep: keep their results. refuse: stop before anything is sent.
      """,
    defaultText: "refuse", example: "--edited rerun")
  static let limit = OptionDeclaration(
    "--limit", "N", .number, help: "Runs at most N jobs this time.", defaultText: "all",
    example: "--limit 20")
  static let sandbox = OptionDeclaration(
    "--sandbox", help: "Runs against a built-in simulated API: no key, no cost, no network.")
  static let progress = OptionDeclaration(
    "--progress", oneOf: ProgressMode.self,
    help: """
      How progress is shown on standard error. auto and bar: a panel on a terminal, otherwise a \
      line every 30 seconds. lines: always a line every 30 seconds. json: one JSON object a \
      second. none: nothing.
      """,
    defaultText: "auto", example: "--progress lines")
  static let onEvent = OptionDeclaration(
    "--on-event", "COMMAND", .text,
    help: """
      A command that sh -c runs on each event: low_balance, outage, recovered, halted, finished. \
      It reads one JSON object from standard input, and the key is not in its environment. The run \
      does not wait for it, except up to 10 seconds at the end.
      """,
    defaultText: "none", example: "--on-event 'mail -s nightshift me@example.org'")
}
