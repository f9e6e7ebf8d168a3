import Testing

@testable import nightshift

@Suite struct UsageErrorTests {
  @Test(
    arguments: [
      ("--pln free", "--pln", "Did you mean '--plan'? "),
      ("--max-attemts=3", "--max-attemts", "Did you mean '--max-attempts'? "),
      (
        "--on-insuficient-balanc halt", "--on-insuficient-balanc",
        "Did you mean '--on-insufficient-balance'? "
      ),
      ("--api-key=sk-secret", "--api-key", ""),
      ("-x", "-x", ""),
    ])
  func `an unknown option names the nearest one`(typed: String, name: String, hint: String) {
    #expect(
      Typed.message("run a.jsonl \(typed)") == """
        error: unknown option '\(name)' for 'nightshift run'.
         help: \(hint)'nightshift help run' lists the options.

        """)
  }

  @Test(arguments: [("rnu", "Did you mean 'run'? "), ("frobnicate", "")])
  func `an unknown command names the nearest one`(word: String, hint: String) {
    let message = """
      error: unknown command '\(word)'.
       help: \(hint)'nightshift help' lists the commands.

      """
    #expect(Typed.message(word) == message)
    #expect(Typed.message("help \(word)") == message)
  }

  @Test(
    arguments: [
      ("--rpm 0", "--rpm: '0' is out of range: it must be from 1 to 1000000."),
      ("--rpm -5", "--rpm: '-5' is out of range: it must be from 1 to 1000000."),
      ("--rpm many", "--rpm: 'many' is not valid: it must be a whole number."),
      ("--rpm 1.5", "--rpm: '1.5' is not valid: it must be a whole number."),
      (
        "--rpm 99999999999999999999",
        "--rpm: '99999999999999999999' is out of range: it must be from 1 to 1000000."
      ),
      (
        "--concurrency 10001", "--concurrency: '10001' is out of range: it must be from 1 to 10000."
      ),
      ("--rpd 0", "--rpd: '0' is out of range: it must be from 1 to 1000000000."),
      ("--tpm -1", "--tpm: '-1' is out of range: it must be from 1 to 1000000000000."),
      ("--tpd 1e6", "--tpd: '1e6' is not valid: it must be a whole number."),
      ("--window 0", "--window: '0' is out of range: it must be from 0.01 to 86400 seconds."),
      ("--window inf", "--window: 'inf' is not valid: it must be a number."),
      (
        "--window-margin -1",
        "--window-margin: '-1' is out of range: it must be from 0 to 3600 seconds."
      ),
      ("--max-attempts 0", "--max-attempts: '0' is out of range: it must be from 1 to 100."),
      ("--job-timeout 0", "--job-timeout: '0' is out of range: it must be from 100ms to 720h."),
      ("--grace -1", "--grace: '-1' is out of range: it must be from 0 to 24h."),
      ("--grace 25h", "--grace: '25h' is out of range: it must be from 0 to 24h."),
      ("--timeout 25h", "--timeout: '25h' is out of range: it must be from 100ms to 24h."),
      (
        "--timeout 1d",
        "--timeout: '1d' is not valid: it must be a duration such as 90, 90s, 15m or 2h."
      ),
      (
        "--min-credits -1",
        "--min-credits: '-1' is out of range: it must be from 0 to 1000000000."
      ),
      ("--max-failures 0", "--max-failures: '0' is out of range: it must be from 1 to 1000000000."),
      (
        "--max-failures 101%",
        "--max-failures: '101%' is out of range: it must be above 0% and at most 100%."
      ),
      (
        "--max-failures 0.5",
        """
        --max-failures: '0.5' is not valid: it must be a whole number or a percentage such as \
        5%.
        """
      ),
      ("--max-outage 0", "--max-outage: '0' is out of range: it must be from 1s to 720h."),
      ("--balance-poll 0", "--balance-poll: '0' is out of range: it must be from 100ms to 24h."),
      ("--limit 0", "--limit: '0' is out of range: it must be from 1 to 1000000000."),
      (
        "--limit 99999999999999999999",
        "--limit: '99999999999999999999' is out of range: it must be from 1 to 1000000000."
      ),
      (
        "--max-failures 99999999999999999999",
        "--max-failures: '99999999999999999999' is out of range: it must be from 1 to 1000000000."
      ),
    ])
  func `an invalid number is quoted, and the valid range is shown`(typed: String, problem: String) {
    #expect(Typed.message("run a.jsonl \(typed)") == "error: \(problem)\n")
  }

  @Test(
    arguments: [
      ("", "no command was given.", "'nightshift help' lists the commands."),
      (
        "--plan free run a", "'--plan' comes before the command.",
        "Write the command first: nightshift COMMAND [OPTIONS]."
      ),
      (
        "run", "'nightshift run' needs a job file.", "Write 'nightshift run JOBS...'."
      ),
      (
        "status", "'nightshift status' needs a run directory or a job file.",
        "Write 'nightshift status RUN'."
      ),
      (
        "status a b", "unexpected argument 'b' for 'nightshift status'.",
        "Write 'nightshift status RUN'."
      ),
      (
        "sandbox a", "unexpected argument 'a' for 'nightshift sandbox'.",
        "Write 'nightshift sandbox'."
      ),
      (
        "key chekc", "unexpected argument 'chekc' for 'nightshift key'.",
        "Write 'nightshift key [check]'."
      ),
      (
        "completions", "'nightshift completions' needs the name of a shell.",
        "Write 'nightshift completions bash|zsh|fish'."
      ),
      (
        "completions fihs", "completions: 'fihs' is not one of bash, zsh, fish.",
        "Did you mean 'fish'?"
      ),
      ("run a b a", "'a' was given twice.", "Give it once."),
      ("run a --limit 1 --limit=2", "--limit was given twice.", "Give it once."),
      (
        "run a --limit", "--limit needs a value.",
        "Write --limit N, for example --limit 20."
      ),
      (
        "run a --limit= 5", "--limit needs a value.",
        "Write --limit N, for example --limit 20."
      ),
      (
        "run a --key-file --sandbox", "--key-file needs a value.",
        "Write --key-file FILE, for example --key-file .env."
      ),
      (
        "run a --sandbox=yes", "--sandbox takes no value, but 'yes' was given.",
        "Write only --sandbox."
      ),
      (
        "run a --edited rerum", "--edited: 'rerum' is not one of rerun, keep, refuse.",
        "Did you mean 'rerun'?"
      ),
      (
        "run a --base-url http://a.example/v1",
        """
        --base-url: 'http://a.example/v1' is not encrypted, so everybody on the way could read \
        prompts and answers.
        """,
        """
        Use https://. If you trust the network, add --insecure-http: then no key is sent, unless \
        --key-file names one.
        """
      ),
    ])
  func `each error says what is wrong and what to do`(line: String, problem: String, remedy: String)
  {
    #expect(Typed.message(line) == "error: \(problem)\n help: \(remedy)\n")
  }

  @Test(
    arguments: [
      (
        "run a --plan pro", "--plan pro also needs --rpm and --concurrency.",
        "The limits of this plan differ from account to account. Look yours up."
      ),
      (
        "run a --plan pro --rpm 9", "--plan pro also needs --concurrency.",
        "The limits of this plan differ from account to account. Look yours up."
      ),
      (
        "sandbox --plan pro --concurrency 9", "--plan pro also needs --rpm.",
        "The limits of this plan differ from account to account. Look yours up."
      ),
      (
        "run a --plan none --rpm 9",
        "--plan none cannot be used with --rpm: this plan has no limit per minute.",
        "Use --plan none or --rpm, but not both."
      ),
      (
        "run a --sandbox --base-url https://a.example",
        "--sandbox cannot be used with --base-url: the sandbox has its own address and needs no key.",
        "Use --sandbox or --base-url, but not both."
      ),
      (
        "run a --sandbox --key-file k",
        "--sandbox cannot be used with --key-file: the sandbox has its own address and needs no key.",
        "Use --sandbox or --key-file, but not both."
      ),
      (
        "run a --sandbox --ca-file k",
        "--sandbox cannot be used with --ca-file: the sandbox has its own address and needs no key.",
        "Use --sandbox or --ca-file, but not both."
      ),
      (
        "run a b --run-dir c",
        "--run-dir cannot be used with several job files: each job file has its own run directory.",
        "Use --run-dir or several job files, but not both."
      ),
      (
        "run -", "jobs from standard input need --run-dir.",
        "Name the directory for the results, for example --run-dir reviews.run."
      ),
      (
        "run a --balance-poll 60",
        "--balance-poll can only be used with --on-insufficient-balance wait.",
        "Add --on-insufficient-balance wait, or leave out --balance-poll."
      ),
      (
        "run a --expect-label a,b --expect json",
        "--expect-label cannot be used with --expect: an answer is either a label or JSON.",
        "Use --expect-label or --expect, but not both."
      ),
      (
        "run a --expect-label a,b --expect-schema s.json",
        "--expect-label cannot be used with --expect-schema: an answer is either a label or JSON.",
        "Use --expect-label or --expect-schema, but not both."
      ),
      (
        "show r --ids --json", "--ids cannot be used with --json: ids are printed alone.",
        "Use --ids or --json, but not both."
      ),
      (
        "diff r --against d.csv", "--against can only be used with --column.",
        "Add --column, or leave out --against."
      ),
      (
        "diff r s --column c", "--column can only be used with --against.",
        "Add --against, or leave out --column."
      ),
      (
        "diff r s --force", "--force can only be used with --output or --format.",
        "Add --output or --format, or leave out --force."
      ),
      (
        "diff r --against d.csv --column c --json-fields a,b",
        "--json-fields cannot be used with --against: one column holds the answers to one field. "
          + "Name one field.",
        "Use --json-fields or --against, but not both."
      ),
      (
        "diff r s --json --format csv",
        "--json cannot be used with a table on standard output: the JSON object goes there.",
        "Use --json or a table on standard output, but not both."
      ),
      (
        "diff r", "'nightshift diff' needs two runs, or one run and --against.",
        "Write 'nightshift diff RUN [RUN]'."
      ),
      (
        "diff r s t", "unexpected argument 't' for 'nightshift diff'.",
        "Write 'nightshift diff RUN [RUN]'."
      ),
      (
        "diff r s --against d.csv --column c", "unexpected argument 's' for 'nightshift diff'.",
        "Write 'nightshift diff RUN [RUN]'."
      ),
      (
        "show", "'nightshift show' needs a run directory or a job file.",
        "Write 'nightshift show RUN [ID...]'."
      ),
      (
        "run a --correct --retry-empty",
        "--correct can only be used with --expect, --expect-schema or --expect-label.",
        "Add --expect, --expect-schema or --expect-label, or leave out --correct."
      ),
      (
        "key --expect-revoked", "--expect-revoked can only be used with check.",
        "Add check, or leave out --expect-revoked."
      ),
      (
        "key --spend", "--spend can only be used with check.",
        "Add check, or leave out --spend."
      ),
      (
        "key check --model m", "--model can only be used with --spend.",
        "Add --spend, or leave out --model."
      ),
    ])
  func `options that contradict each other say why`(
    line: String, problem: String, remedy: String
  ) {
    #expect(Typed.message(line) == "error: \(problem)\n help: \(remedy)\n")
  }

  @Test(arguments: [
    "run x --key=sk-Kanarienvogel0123", "run x --key sk-Kanarienvogel0123",
    "key sk-Kanarienvogel0123", "sk-Kanarienvogel0123", "run x --rpm sk-Kanarienvogel0123",
    "run x --plan=sk-Kanarienvogel0123", "run x --until sk-Kanarienvogel0123",
    "--key=sk-Kanarienvogel0123 run", "status x sk-Kanarienvogel0123",
    "--sk-Kanarienvogel0123 run x", "run x -sk-Kanarienvogel0123",
    "run x --base-url sk-Kanarienvogel0123", "run sk-Kanarienvogel0123 sk-Kanarienvogel0123",
  ])
  func `a key that was typed in the wrong place is not printed`(line: String) {
    let message = Typed.message(line) ?? "nothing"
    #expect(message.hasPrefix("error: "))
    #expect(!message.contains("Kanarien"), "\(message)")
  }

  @Test func `an error in a variable names the variable`() {
    #expect(
      Typed.message("run a", ["NIGHTSHIFT_PLAN": "starer"]) == """
        error: NIGHTSHIFT_PLAN: 'starer' is not one of free, starter, pro, none.
         help: Did you mean 'starter'?

        """)
    #expect(
      Typed.message("run a", ["NIGHTSHIFT_PLAN": "pro"]) == """
        error: NIGHTSHIFT_PLAN=pro also needs --rpm and --concurrency.
         help: The limits of this plan differ from account to account. Look yours up.

        """)
    #expect(
      Typed.message("key", ["SKILLBOSS_BASE_URL": "ftp://a"]) == """
        error: SKILLBOSS_BASE_URL: 'ftp://a' does not begin with https://.
         help: Use a URL such as https://api.skillboss.co/v1.

        """)
  }
}
