import Basics
import BatchRunner
import CurlTransport
import Dispatch
import Planning
import SandboxAPI

/// `nightshift run`: runs the jobs of job files and writes the answers to disk.
struct RunCommand {
  let options: RunOptions
  /// The arguments that the user typed, for the command that resumes the run.
  let typed: [String]
  let environment: [String: String]
  let console: Console

  func run() async -> ExitStatus {
    do throws(CommandError) {
      return try await perform()
    } catch {
      console.error(error.error)
      return error.status
    }
  }

  /// Runs the jobs; after a pilot also prints the estimate, and with `--then-continue` runs the
  /// rest.
  private func perform() async throws(CommandError) -> ExitStatus {
    let plan = affordable(PlanChoice(options))
    let sandbox = try startSandbox(plan.plan)
    defer { sandbox?.stop() }
    let (end, estimate) = try await session(options, plan, sandbox)
    guard let estimate else { return end.status }
    StandardOutput.write(EstimateText(estimate, .now).text)
    guard options.continuesAfterPilot, let most = options.maxCost else { return end.status }
    let high = estimate.total?.high ?? .infinity
    guard high <= most else {
      console.warn(
        "the whole run may cost up to \(Figure.dollars(Money(dollars: high))), which is more than "
          + "--max-cost; the rest was not run.", help: nil)
      return end.status
    }
    console.note(
      "the whole run may cost up to \(Figure.dollars(Money(dollars: high))), which is within "
        + "--max-cost; running the rest")
    var rest = options
    rest.pilot = nil
    return try await session(rest, plan, sandbox).end.status
  }

  /// Checks everything, then runs the jobs that are to do, or a pilot of them.
  ///
  /// The estimate is for the jobs that are left after a pilot; `nil` without a pilot, or if the
  /// pilot was halted, or if no jobs are left.
  private func session(
    _ options: RunOptions, _ plan: PlanChoice, _ sandbox: SandboxServer?
  ) async throws(CommandError) -> (end: RunEnd, estimate: Estimate?) {
    let prices = try RunCosts.prices(options)
    let expectation = try expectation()
    let inputs = try inputs()
    var checked: [JobFile?] = []
    for input in inputs {
      try input.packed?.checkIsReadable()
      checked.append(input.isStream ? nil : try RunPart.check(input.jobs, name: input.jobs))
    }
    let endpoint = try endpoint(sandbox)
    let settings = RunPart.Settings(
      endpoint: endpoint, isSandbox: sandbox != nil, plan: plan.plan, edited: options.edited,
      console: console)
    var parts: [RunPart] = []
    for (input, jobs) in zip(inputs, checked) {
      parts.append(try RunPart.open(input, checked: jobs, settings))
    }
    announce(plan, endpoint, sandbox, parts)
    if let remark = (try? CurlTransport.loadLibrary())?.remark { console.warn(remark, help: nil) }
    let costs = try RunCosts(options, prices, parts, console)
    if sandbox == nil || options.prices != nil {
      nameUnpriced(parts, prices)
      printPriceNotes(parts, prices, plan.plan)
    }
    let finder = finder(endpoint)
    let keys = try keys(finder, endpoint, sandbox, parts)
    let run = RunSession(
      options: options, plan: plan.plan, endpoint: endpoint, parts: parts, costs: costs,
      keys: keys,
      readKey: { KeyRereading.read(finder) }, expectation: expectation,
      askingAgain: askingAgain(endpoint), environment: environment, console: console)
    let end = try await run.perform(typed: typed)
    guard options.pilot != nil, end.halt == nil, end.toDo > 0 else { return (end, nil) }
    let estimator = try Estimator(after: parts, options, prices: prices)
    return (end, estimator.estimate(EstimateQuestion(options, plan.plan)))
  }

  /// The plan with no more requests at once than this process can have connections.
  private func affordable(_ choice: PlanChoice) -> PlanChoice {
    let wanted = choice.plan.concurrency
    let limit = FileLimit.ofProcess
    let possible = limit.concurrency(
      wanted, jobFiles: options.jobs.count, servesItself: options.usesSandbox)
    guard possible < wanted else { return choice }
    console.warn(limit.sentence(possible, of: wanted), help: nil)
    return choice.with(concurrency: possible)
  }

  private func inputs() throws(CommandError) -> [JobInput] {
    var inputs: [JobInput] = []
    for operand in options.jobs {
      do throws(JobInputError) {
        inputs.append(
          try JobInput(
            operand, runDirectory: options.runDirectory, isSandbox: options.usesSandbox))
      } catch {
        throw CommandError(status: .usage, error: error)
      }
    }
    return inputs
  }

  /// What an answer must be to count as a success; reads the schema file if there is one.
  private func expectation() throws(CommandError) -> Expectation {
    var expectation = Expectation()
    expectation.isJSON = options.expect == .json
    expectation.labels = options.expectedLabels
    guard let path = options.expectedSchema else { return expectation }
    do throws(SchemaFileError) {
      expectation.schema = try Schema(file: path)
    } catch {
      if case .file = error { throw CommandError(status: .noInput, error: error) }
      throw CommandError(status: .invalidInput, error: error)
    }
    return expectation
  }

  private func askingAgain(_ endpoint: Endpoint) -> AskingAgain {
    var askingAgain = AskingAgain()
    askingAgain.truncated = options.retriesTruncated
    askingAgain.empty = options.retriesEmpty
    askingAgain.corrects = options.corrects
    askingAgain.standardLimit = AskingAgain.standardLimit(of: endpoint)
    return askingAgain
  }

  /// Starts the simulated API, which enforces the plan; `nil` without `--sandbox`.
  private func startSandbox(_ plan: Plan) throws(CommandError) -> SandboxServer? {
    guard options.usesSandbox else { return nil }
    var scenario = Scenario(enforcing: plan)
    scenario.latency = .lifelike
    if let labels = options.expectedLabels { scenario.text = .oneOf(labels.labels) }
    let server = SandboxServer(scenario: scenario)
    do throws(SandboxServerError) {
      try server.start()
    } catch {
      throw CommandError(status: .couldNotRun, error: error)
    }
    return server
  }

  private func endpoint(_ sandbox: SandboxServer?) throws(CommandError) -> Endpoint {
    do throws(EndpointError) {
      return try Endpoint(
        sandbox?.baseURL ?? options.baseURL ?? Endpoint.standard,
        allowsInsecureHTTP: options.allowsInsecureHTTP)
    } catch {
      throw CommandError(status: .usage, error: error)
    }
  }

  private func finder(_ endpoint: Endpoint) -> KeyFinder {
    KeyFinder(
      keyFile: options.keyFile, environment: environment,
      directory: FileManager.default.currentDirectoryPath, for: endpoint)
  }

  /// The API key of the run. There is none if nothing is to be sent, with `--sandbox`, or if none
  /// was found for an API that can be used without.
  private func keys(
    _ finder: KeyFinder, _ endpoint: Endpoint, _ sandbox: SandboxServer?, _ parts: [RunPart]
  ) throws(CommandError) -> KeyRing {
    let hasWork = parts.contains { $0.recovery.reconciliation.hasWork(options.retriesFailed) }
    guard sandbox == nil, hasWork else { return KeyRing(nil) }
    do throws(KeyError) {
      let found = try finder.findIfNeeded()
      if let warning = InsecureHTTPWarning(endpoint, sendsKey: found != nil) {
        console.warn(warning.sentence, help: warning.remedy)
      }
      for remark in found?.remarks ?? [] { console.warn(remark.sentence, help: remark.remedy) }
      return KeyRing(found?.key)
    } catch {
      throw CommandError(status: KeyCommand.status(of: error), error: error)
    }
  }

  /// Prints the plan, the API, and what each run directory already contains.
  private func announce(
    _ plan: PlanChoice, _ endpoint: Endpoint, _ sandbox: SandboxServer?,
    _ parts: [RunPart]
  ) {
    let limits = plan.plan
    let assumed = plan.isAssumed ? " (assumed; choose yours with --plan)" : ""
    let target = sandbox == nil ? endpoint.baseURL : "the built-in simulated API"
    console.note(
      "plan \(limits.name.rawValue)\(assumed): \(limits.words), \(Figure.count(limits.concurrency)) at once; \(target)"
    )
    for part in parts {
      part.warnings.begin()
      for note in part.jobs.notes { console.note("\(part.input.name): \(note.sentence)") }
      console.note("\(part.input.name): \(part.recovery.reconciliation.sentence)")
      if part.recovery.salvaged > 0 {
        console.warn(
          "\(part.recovery.salvaged) bytes of incomplete lines were moved to "
            + "'\(part.directory.salvage)'; their jobs will run again.", help: nil)
      }
      warnOfCrash(part)
    }
  }

  /// Names the models without a price, before anything is sent.
  private func nameUnpriced(_ parts: [RunPart], _ prices: PriceList) {
    var names: [String] = []
    for part in parts where part.recovery.reconciliation.hasWork(options.retriesFailed) {
      for name in part.jobs.models.names
      where prices.price(of: name) == nil && !names.contains(name) {
        names.append(name)
      }
    }
    guard !names.isEmpty else { return }
    console.note(
      "no price is known for \(UnpricedModels.list(names)); the spend shows how many answers are "
        + "unpriced, but not their cost. Give prices with --prices.")
  }

  /// Prints what the user should know about the prices, before anything is sent. The run does not
  /// end before the plan's rate allows it.
  private func printPriceNotes(_ parts: [RunPart], _ prices: PriceList, _ plan: Plan) {
    let working = parts.filter { $0.recovery.reconciliation.hasWork(options.retriesFailed) }
    let jobs = working.reduce(0) { $0 + $1.recovery.reconciliation.toDo }
    let start = WallTime.now
    let windows = plan.requestsPerWindow.map { Double(jobs) / Double($0) } ?? 0
    let end = start + plan.window * windows
    let notes = PriceNotes(
      working.flatMap(\.jobs.models.names), prices, from: start,
      to: options.until.flatMap { $0.milliseconds < end.milliseconds ? $0 : nil } ?? end)
    for sentence in notes.sentences { console.note("\(sentence).") }
  }

  /// Names the jobs that an earlier process left in flight, ten at most.
  private func warnOfCrash(_ part: RunPart) {
    let crashed = part.crashed
    guard !crashed.isEmpty else { return }
    let names = crashed.prefix(10).map(\.job).joined(separator: ", ")
    let more = crashed.count > 10 ? " and \(crashed.count - 10) more" : ""
    console.warn(
      "\(Figure.count(crashed.count, "request")) in flight when an earlier run was killed may have "
        + "been charged, and will be sent again: \(names)\(more).", help: nil)
  }
}

extension Reconciliation {
  /// Whether there are jobs to send.
  func hasWork(_ retriesFailed: Bool) -> Bool {
    toDo > 0 || (retriesFailed && failed > 0)
  }
}
