// Each initializer reads the options of one command, and throws if they are not valid together.

extension CheckOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    jobs = try list.someOperands()
    isJSON = list.has(.json)
  }
}

extension StatusOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    run = try list.operand()
    isJSON = list.has(.json)
    watches = list.has(.watch)
  }
}

extension ReportOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    run = try list.operand()
    output = list.text(.pageOutput)
    isJSON = list.has(.json)
    if isJSON, output != nil {
      throw .contradiction(
        source: OptionDeclaration.json.name, other: OptionDeclaration.pageOutput.name,
        reason: "the JSON object goes to standard output.")
    }
  }
}

extension RepairOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    run = try list.operand()
    isDryRun = list.has(.repairDryRun)
  }
}

extension KeyOptions {
  init(_ list: ArgumentList, environment: [String: String]) throws(UsageError) {
    if !list.operands.isEmpty {
      let word = try list.operand()
      guard word == "check" else { throw .extraOperand(word, command: .key) }
      checks = true
    }
    expectsRevoked = list.has(.expectRevoked)
    spends = list.has(.spend)
    model = list.text(.model)
    keyFile = list.text(.keyFile)
    caFile = list.text(.caFile)
    allowsInsecureHTTP = list.has(.insecureHTTP)
    baseURL = try list.baseURL(environment)
    try list.expect("check", when: checks, for: .expectRevoked, .spend)
    try list.expect(OptionDeclaration.spend.name, when: spends, for: .model)
  }
}

extension SandboxOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    try list.noOperands()
    let limits = try PlanArguments(list, .sandboxPlan)
    plan = limits.plan ?? plan
    requestsPerWindow = limits.requestsPerWindow
    concurrency = limits.concurrency
    windowSeconds = limits.windowSeconds
    port = try list.int(.port, in: 0...65_535) ?? port
    credits = try list.double(.credits, in: 0...1e9, words: "from 0 to 1000000000")
    latency = try list.duration(
      .latency, in: .zero...(.seconds(3600)), words: "from 0 to 1h")
    failureRate = try list.double(.failureRate, in: 0...1, words: "from 0 to 1") ?? failureRate
    seed = try list.int(.seed, in: 0...Int.max).map(UInt64.init) ?? seed
  }
}
