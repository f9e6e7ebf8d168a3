import Basics
import BatchRunner
import Testing

@testable import nightshift

@Suite struct InvocationTests {
  @Test(
    arguments: [
      ("check a b --json", .check(CheckOptions(jobs: ["a", "b"], isJSON: true))),
      ("check -", .check(CheckOptions(jobs: ["-"]))),
      ("status --json a.run", .status(StatusOptions(run: "a.run", isJSON: true))),
      ("key", .key(KeyOptions())),
      (
        "key check --expect-revoked --spend --model m --key-file k --ca-file c",
        .key(
          KeyOptions(
            checks: true, expectsRevoked: true, spends: true, model: "m", keyFile: "k",
            caFile: "c"))
      ),
      ("key --base-url https://a.example", .key(KeyOptions(baseURL: "https://a.example"))),
      ("sandbox", .sandbox(SandboxOptions())),
      (
        """
        sandbox --port 0 --plan free --rpm 5 --concurrency 3 --window 2 --credits 1.5 \
        --latency 200ms --failure-rate 0.25 --seed 7
        """,
        .sandbox(
          SandboxOptions(
            port: 0, plan: .free, requestsPerWindow: 5, concurrency: 3, windowSeconds: 2,
            credits: 1.5, latency: .milliseconds(200), failureRate: 0.25, seed: 7))
      ),
      ("completions zsh", .completions(.zsh)),
      ("help", .help(nil)),
      ("help status", .help(.status)),
      ("--help", .help(nil)),
      ("run --bogus -h", .help(.run)),
      ("rnu --help", .help(nil)),
      ("--help run", .help(.run)),
      ("--version", .version),
      ("run --version", .version),
    ] as [(String, Invocation)])
  func `a line is read as`(line: String, invocation: Invocation) throws {
    #expect(try Typed.invocation(line) == invocation)
  }

  @Test(
    arguments: [
      ("", .free, true), ("--sandbox", .starter, true), ("--plan free", .free, false),
      ("--plan starter", .starter, false), ("--rpm 10 --concurrency 2", .free, false),
      ("--concurrency 3", Plan(name: .free, requestsPerWindow: 10, concurrency: 3), true),
      (
        "--plan pro --rpm 600 --concurrency 50",
        Plan(name: .pro, requestsPerWindow: 600, concurrency: 50), false
      ),
      ("--plan none", Plan(name: .none, requestsPerWindow: nil, concurrency: 8), false),
      (
        "--plan none --concurrency 3",
        Plan(name: .none, requestsPerWindow: nil, concurrency: 3), false
      ),
      (
        "--plan starter --rpm 30 --window 2 --window-margin 0",
        Plan(
          name: .starter, requestsPerWindow: 30, concurrency: 10, window: .seconds(2),
          margin: .zero), false
      ),
    ] as [(String, Plan, Bool)])
  func `the plan is`(typed: String, plan: Plan, isAssumed: Bool) throws {
    let choice = PlanChoice(try Typed.run("a \(typed)"))
    #expect(choice.plan == plan)
    #expect(choice.isAssumed == isAssumed)
  }

  @Test(
    arguments: [
      ("", "", 0), ("plan", "pln", 1), ("run", "rnu", 1), ("abc", "", 3), ("kitten", "sitting", 3),
    ])
  func `the distance counts letters`(first: String, second: String, distance: Int) {
    #expect(Nearest.distance(first, second) == distance)
    #expect(Nearest.distance(second, first) == distance)
  }
}
