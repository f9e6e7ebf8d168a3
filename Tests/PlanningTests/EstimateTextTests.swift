import Basics
import Foundation
import Planning
import TestTools
import Testing

@testable import BatchRunner

@Suite struct EstimateTextTests {
  private static let prices = PriceList(
    source: "prices.json", prices: ["openai/gpt-4o-mini": Price(input: 0.25, output: 2)])
  /// 23:10 in a zone one hour ahead of UTC.
  private static let evening = Date(timeIntervalSince1970: 1_795_385_400)

  /// An estimate for a job file with these lines, before its first run.
  private static func estimate(
    _ lines: [String], _ change: (inout Estimate.Question) -> Void = { _ in }
  ) throws -> Estimate {
    let folder = TemporaryFolder()
    let jobs = try JobFile(try folder.file("jobs.jsonl", lines.joined(separator: "\n") + "\n"))
    var survey = Survey(prices)
    try survey.read(jobs, nil)
    var found = Reconciliation()
    found.toDo = jobs.table.count
    var question = Estimate.Question(RunRules(plan: .free), prices: prices)
    change(&question)
    return Estimate(survey, found, spent: Spend(), creditsLeft: nil, question)
  }

  private static func job(_ index: Int, model: String = "openai/gpt-4o-mini") -> String {
    #"{"model":"\#(model)","messages":[{"role":"user","content":"Number \#(index)."}],"#
      + #""max_tokens":1000}"#
  }

  private static func text(_ estimate: Estimate) -> String {
    EstimateText(estimate, at: evening, secondsFromGMT: 3600).text
  }

  @Test func `the whole text of an estimate without answers`() throws {
    let estimate = try Self.estimate((100..<130).map { Self.job($0) }) { question in
      question.balance = .credits(0.2)
      question.creditsPerUSD = 20
      question.maxCost = 0.03
    }
    let tokensInEach = estimate.forecast.tokensIn.likely / 30
    #expect(tokensInEach == 10)
    #expect(
      Self.text(estimate) == """
        jobs      0 done, 30 to do
        plan      free: 10 requests in 1m, 2 at once

        to do                                    jobs        low     likely    ceiling
        openai/gpt-4o-mini                         30
          tokens in                                          259        300        840
          tokens out                                        2.2k       9.0k      30.0k
          US dollars                                     $0.0046    $0.0181    $0.0602

        time                                              2m 15s     2m 40s     5m 30s
        done at                                            23:12      23:12      23:15
        done      likely by 23:12, at the latest by 23:15
        limited   by requests per minute; at the ceiling by concurrency
        balance   0.20 credits ($0.0100): likely runs out at about job 16 of 30, 23:11
        cap       --max-cost $0.0300 is likely enough, but not at the ceiling

        Assumed:
        - Output: there are too few answers to learn from. Likely is 300 tokens an
          answer, or half of its limit if that is less; low is a quarter of likely.
          --pilot or --like gives a better estimate.
        - Ceiling: every answer is as long as max_tokens allows, and every byte of text
          is a token.
        - Input: estimated from the text; low is 14 % less for openai/gpt-4o-mini.
        - Prices: prices.json.
        - A dollar is 20.00 credits, as set by --credits-per-usd.
        - Time: 1 s for each answer and 0.02 s for each of its tokens; no outages and no
          retries, starting now.

        """)
  }

  @Test(
    arguments: [
      ((1, false, false), nil, "30.0k"),
      (
        (5, true, false),
        """
        - Asking again: the ceiling counts 5 answers for each job (--max-attempts), each
          with twice the max_tokens of the one before (--retry-truncated). Low and
          likely count one.
        """, "930.0k"
      ),
      (
        (3, false, true),
        """
        - Asking again: the ceiling counts 3 answers for each job (--max-attempts), and
          sends each but the last as input too (--correct). Low and likely count one.
        """, "90.0k"
      ),
    ] as [((Int, Bool, Bool), String?, String)])
  func `what asking again costs at most is in the ceiling, and named`(
    options: (Int, Bool, Bool), line: String?, tokensOut: String
  ) throws {
    let estimate = try Self.estimate((100..<130).map { Self.job($0) }) { question in
      (question.answers.most, question.answers.doubles, question.answers.areShown) = options
    }
    let text = Self.text(estimate)
    #expect(text.contains("Asking again") == (line != nil))
    if let line { #expect(text.contains("\n\(line)\n"), "\(text)") }
    #expect(text.contains("  tokens out                                        2.2k       9.0k"))
    #expect(text.contains(" \(tokensOut)\n"), "\(text)")
  }

  @Test func `no line is wider than 80 columns, however long the names of models are`() throws {
    let long = String(repeating: "very-long-name/", count: 12)
    let estimate = try Self.estimate(
      (0..<40).map { Self.job($0, model: $0 % 3 == 0 ? long + "\($0 % 6)" : "模型\($0 % 4)") })
    for line in EstimateText(estimate, at: Self.evening, secondsFromGMT: 0).lines {
      #expect(DisplayWidth.of(line) <= 80, "\(line)")
    }
  }

  @Test func `a model without a price is named and not counted as free`() throws {
    let estimate = try Self.estimate([Self.job(1), Self.job(2, model: "strange")])
    let text = Self.text(estimate)
    #expect(text.contains("\n  US dollars                                    unpriced\n"))
    #expect(text.contains("\ntotal (dollars: priced models)              2\n"))
    #expect(
      text.contains(
        "\n- No price is known for strange: not included in the dollar amounts.\n"))
  }

  @Test func `a balance in credits needs the number of credits in a dollar`() throws {
    let estimate = try Self.estimate([Self.job(1)]) { $0.balance = .credits(12) }
    #expect(
      Self.text(estimate).contains(
        "balance   12.00 credits; add --credits-per-usd to compare it with the cost\n"))
    let dollars = try Self.estimate([Self.job(1)]) { $0.balance = .usd(12) }
    #expect(Self.text(dollars).contains("balance   $12.00: enough\n"))
  }

  /// The JSON form, of an estimate that is made on 2026-11-22.
  private static func json(
    _ estimate: Estimate, prices: PriceList = Self.prices
  ) throws -> [String: Any] {
    let now = WallTime(milliseconds: 1_795_385_400_000)
    let notes = PriceNotes(
      estimate.forecast.models.map(\.model), prices, from: now, to: now + .seconds(86_400))
    let text = EstimateJSON(estimate, notes, files: ["jobs.jsonl"], jobs: 1, at: now).text
    return try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `models that are retired, or will be before the end, are in the JSON form`() throws {
    func entry(_ model: String, _ day: Int) -> PriceEntry {
      PriceEntry(
        model, Price(input: 1, output: 1),
        retirement: CivilDate(year: 2026, month: 11, day: day))
    }
    let prices = PriceList(
      source: "test", entries: [entry("later", 24), entry("soon", 23), entry("gone", 3)])
    let lines = ["later", "soon", "gone", "openai/gpt-4o-mini"].map { Self.job(1, model: $0) }
    let object = try Self.json(Self.estimate(lines), prices: prices)
    let retired = try #require(object["retired"] as? [[String: Any]])
    #expect(retired.map { $0["model"] as? String } == ["soon", "gone"])
    #expect(retired.map { $0["day"] as? String } == ["2026-11-23", "2026-11-03"])
    #expect(retired.map { $0["is_past"] as? Bool } == [false, true])
    #expect(Set(retired.flatMap(\.keys)) == ["model", "day", "is_past"])
    let none = try Self.json(Self.estimate([Self.job(1)]))
    #expect((none["retired"] as? [[String: Any]])?.isEmpty == true)
  }

  @Test func `the JSON form has every member`() throws {
    let estimate = try Self.estimate([Self.job(1)]) { $0.balance = .usd(1) }
    let object = try Self.json(estimate)
    #expect(
      Set(object.keys) == [
        "files", "jobs", "done", "failed", "to_do", "plan", "requests_per_window",
        "window_seconds", "concurrency", "evidence", "models", "tokens_in", "tokens_out", "usd",
        "unpriced", "retired", "time", "spent", "balance", "prices",
      ])
    let usd = try #require(object["usd"] as? [String: Double])
    // 9 tokens in at $0.25, 300 out at $2 a million.
    #expect(usd["likely"] == 0.000603)
    #expect(object["evidence"] as? String == "assumption")
  }
}
