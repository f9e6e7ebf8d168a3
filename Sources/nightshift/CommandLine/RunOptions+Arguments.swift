import Basics
import BatchRunner

extension RunOptions {
  /// Reads the options of `run` and of `estimate`, and throws if they are not valid together.
  init(
    _ list: ArgumentList, environment: [String: String], now: WallTime, timeZone: ClockZone
  ) throws(UsageError) {
    jobs = try list.someOperands()
    let limits = try PlanArguments(list, .plan, variable: environment["NIGHTSHIFT_PLAN"])
    plan = limits.plan
    requestsPerWindow = limits.requestsPerWindow
    concurrency = limits.concurrency
    windowSeconds = limits.windowSeconds
    windowMarginSeconds = try list.double(
      .windowMargin, in: 0...3600, words: "from 0 to 3600 seconds")
    tokensPerWindow = try list.int(.tpm, in: 1...1_000_000_000_000)
    requestsPerDay = try list.int(.rpd, in: 1...1_000_000_000)
    tokensPerDay = try list.int(.tpd, in: 1...1_000_000_000_000_000)
    limitsPer = try list.choice(.limitsPer, of: LimitScope.self) ?? limitsPer
    runDirectory = list.text(.runDirectory)
    usesSandbox = list.has(.sandbox)
    // The variable names a real API, so it does not contradict --sandbox.
    if !usesSandbox || list.has(.baseURL) { baseURL = try list.baseURL(environment) }
    allowsInsecureHTTP = list.has(.insecureHTTP)
    keyFile = list.text(.keyFile)
    caFile = list.text(.caFile)
    try readRequests(list)
    try readStops(list, now: now, timeZone: timeZone)
    try readJobs(list)
    try checkAgreement(list)
  }

  /// Options about single requests and what counts as an answer.
  private mutating func readRequests(_ list: ArgumentList) throws(UsageError) {
    maxAttempts = try list.int(.maxAttempts, in: 1...100) ?? maxAttempts
    expect = try list.choice(.expect, of: Expect.self)
    expectedSchema = list.text(.expectSchema)
    expectedLabels = try list.labels()
    corrects = list.has(.correct)
    retriesTruncated = list.has(.retryTruncated)
    retriesEmpty = list.has(.retryEmpty)
    sendsIdempotencyKey = list.has(.idempotencyKey)
    timeout =
      try list.duration(
        .timeout, in: .milliseconds(100)...Self.day, words: "from 100ms to 24h") ?? timeout
    jobTimeout = try list.duration(
      .jobTimeout, in: .milliseconds(100)...(Self.day * 30), words: "from 100ms to 720h")
    asksForStreams = list.has(.stream)
    idleTimeout =
      try list.duration(
        .idleTimeout, in: .milliseconds(100)...Self.day, words: "from 100ms to 24h")
      ?? (asksForStreams ? .seconds(120) : nil)
  }

  /// Options that end a run early or let it wait.
  private mutating func readStops(
    _ list: ArgumentList, now: WallTime, timeZone: ClockZone
  ) throws(UsageError) {
    maxCost = try list.double(
      .maxCost, in: 0.000001...1e6, words: "from 0.000001 to 1000000 dollars")
    tokenBudget = try list.int(.tokenBudget, in: 1...1_000_000_000_000_000)
    minCredits = try list.double(.minCredits, in: 0...1e9, words: "from 0 to 1000000000")
    maxFailures = try list.text(.maxFailures).map(MaxFailures.init(typed:))
    maxOutage =
      try list.duration(.maxOutage, in: .seconds(1)...(Self.day * 30), words: "from 1s to 720h")
      ?? maxOutage
    grace = try list.duration(.grace, in: .zero...Self.day, words: "from 0 to 24h")
    if let text = list.text(.until) {
      until = try Deadline(text, now: now, timeZone: timeZone).time
    }
    onInsufficientBalance =
      try list.choice(.onInsufficientBalance, of: OnInsufficientBalance.self)
      ?? onInsufficientBalance
    balancePoll =
      try list.duration(
        .balancePoll, in: .milliseconds(100)...Self.day, words: "from 100ms to 24h") ?? balancePoll
  }

  /// Options that choose the jobs, and options about prices and output.
  private mutating func readJobs(_ list: ArgumentList) throws(UsageError) {
    retriesFailed = list.has(.retryFailed)
    edited = try list.choice(.edited, of: Recovery.Edited.self) ?? edited
    limit = try list.int(.limit, in: 1...1_000_000_000)
    pilot = try list.int(.pilot, in: 1...1_000_000)
    continuesAfterPilot = list.has(.thenContinue)
    prices = list.text(.prices)
    creditsPerUSD = try list.double(
      .creditsPerUSD, in: 0.001...1e9, words: "from 0.001 to 1000000000")
    progress = try list.choice(.progress, of: ProgressMode.self) ?? progress
    onEvent = list.text(.onEvent)
  }

  /// Throws if options contradict each other, or one lacks another that it needs.
  private func checkAgreement(_ list: ArgumentList) throws(UsageError) {
    for (index, path) in jobs.enumerated() where jobs[..<index].contains(path) {
      throw .repeated("'\(path)'")
    }
    if usesSandbox {
      for option in [OptionDeclaration.baseURL, .insecureHTTP, .keyFile, .caFile]
      where list.has(option) {
        throw .contradiction(
          source: OptionDeclaration.sandbox.name, other: option.name,
          reason: "the sandbox has its own address and needs no key.")
      }
    }
    if runDirectory != nil, jobs.count > 1 {
      throw .contradiction(
        source: OptionDeclaration.runDirectory.name, other: "several job files",
        reason: "each job file has its own run directory.")
    }
    // An estimate writes nothing, so it needs no run directory.
    let needsDirectory = list.command == .run && !list.has(.dryRun)
    if jobs.contains("-"), runDirectory == nil, needsDirectory { throw .pipeWithoutDirectory }
    try list.expect(
      "--on-insufficient-balance wait", when: onInsufficientBalance == .wait, for: .balancePoll)
    for option in [OptionDeclaration.expect, .expectSchema]
    where expectedLabels != nil && list.has(option) {
      throw .contradiction(
        source: OptionDeclaration.expectLabel.name, other: option.name,
        reason: "an answer is either a label or JSON.")
    }
    try list.expect(
      "\(OptionDeclaration.expect.name), \(OptionDeclaration.expectSchema.name) or "
        + OptionDeclaration.expectLabel.name,
      when: checksAnswers, for: .correct)
    try list.expect(OptionDeclaration.pilot.name, when: pilot != nil, for: .thenContinue)
    try list.expect(OptionDeclaration.maxCost.name, when: maxCost != nil, for: .thenContinue)
    if pilot != nil, limit != nil {
      throw .contradiction(
        source: OptionDeclaration.pilot.name, other: OptionDeclaration.limit.name,
        reason: "--pilot already says how many jobs run.")
    }
  }

  /// An answer that does not fit is asked for again.
  var checksAnswers: Bool { expect != nil || expectedSchema != nil || expectedLabels != nil }

  private static let day = Duration.seconds(24 * 3600)
}

extension ArgumentList {
  /// The labels of `--expect-label`, without the white space around them; `nil` without the option.
  fileprivate func labels() throws(UsageError) -> LabelSet? {
    guard let text = text(.expectLabel) else { return nil }
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0).trimmingSpaces }
    do throws(LabelProblem) {
      return try LabelSet(words)
    } catch {
      throw .malformed(
        source: OptionDeclaration.expectLabel.name, value: text, expected: error.expected)
    }
  }
}

extension LabelProblem {
  /// Ends the sentence "it must be …".
  fileprivate var expected: String {
    switch self {
    case .empty: "labels separated by commas, none of them empty"
    case .twice(let first, let second):
      "different labels separated by commas, but '\(first)' and '\(second)' count as the same"
    }
  }
}
