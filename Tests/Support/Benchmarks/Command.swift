import Foundation

/// What this program can be asked for.
enum Command: String, CaseIterable {
  case requests, intake, resume, report, dataset, schedule, simulate, nights, tokens, forecast
  case pace, fuzz, serve, help

  /// One line of the help.
  var usage: String {
    switch self {
    case .requests: "requests [--jobs 40000] [--concurrency 100]"
    case .intake: "intake [--lines 1000000] [--limit 1000] [--whole]"
    case .resume: "resume [--lines 1000000]"
    case .report: "report [--lines 1000000]"
    case .dataset: "dataset [--rows 1000000]"
    case .schedule: "schedule [--jobs 600] [--rpm 60] [--window 6] [--concurrency 10]"
    case .simulate: "simulate [--jobs 10000] [--nights 20]"
    case .nights: "nights [--count 10000] [--seed S] [--from K] [--trace]"
    case .tokens: "tokens [--megabytes 64]"
    case .forecast: "forecast [--jobs 1000000] [--datasets 1000] [--pilot 50] [--seed S]"
    case .pace: "pace [--seed S] [--rounds 3]"
    case .fuzz: "fuzz [--count 1000000] [--seed 1]"
    case .serve: "serve [--rpm N] [--window SECONDS] [--concurrency N]"
    case .help: "help"
    }
  }

  func run(_ sizes: Sizes) async throws {
    switch self {
    case .requests: try await RequestsBench(sizes).run()
    case .intake: try await IntakeBench(sizes).run()
    case .resume: try await ResumeBench(sizes).run()
    case .report: try await ReportBench(sizes).run()
    case .dataset: try await DatasetBench(sizes).run()
    case .schedule: try await ScheduleBench(sizes).run()
    case .simulate: SimulateBench(sizes).run()
    case .nights: if !NightsBench(sizes).run() { exit(1) }
    case .tokens: try TokensBench(sizes).run()
    case .forecast: ForecastBench(sizes).run()
    case .pace: PaceBench(sizes).run()
    case .fuzz: FuzzBench(sizes).run()
    case .serve: try ServeCommand(sizes: sizes).run()
    case .help: print(Self.overview)
    }
  }

  /// Sizes for a look at everything in about a minute.
  static let everything: [(Command, Sizes)] = [
    (.requests, Sizes(["--jobs", "10000"])),
    (.intake, Sizes(["--lines", "100000"])),
    (.resume, Sizes(["--lines", "100000"])),
    (.report, Sizes(["--lines", "100000"])),
    (.dataset, Sizes(["--rows", "100000"])),
    (.schedule, Sizes(["--jobs", "120"])),
    (.simulate, Sizes(["--nights", "5"])),
    (.nights, Sizes(["--count", "500"])),
    (.tokens, Sizes(["--megabytes", "16"])),
    (.forecast, Sizes(["--jobs", "100000", "--datasets", "50"])),
    (.pace, Sizes(["--rounds", "1"])),
    (.fuzz, Sizes(["--count", "100000"])),
  ]

  private static let overview =
    "Prints figures; without a command, all of them in small sizes.\n\n"
    + allCases.map { "  nightshift-bench \($0.usage)" }.joined(separator: "\n")
}
