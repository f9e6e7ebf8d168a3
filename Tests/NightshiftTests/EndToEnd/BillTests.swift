import Basics
import BatchRunner
import Foundation
import Synchronization
import TestTools
import Testing

@testable import RunSamples

extension EndToEnd {
  /// What the program counts as spent, beside the exact books of a server.
  @Suite struct BillTests {
    /// All but the model and the answers are the same for every test.
    private func run(
      _ jobs: [String], _ prices: String, _ server: StubServer, _ options: [String] = []
    ) throws -> (folder: TemporaryFolder, run: Child) {
      let folder = TemporaryFolder()
      let lines = jobs.enumerated().map { #"{"custom_id":"\#($0)","body":\#($1)}"# + "\n" }
      let file = try folder.file("jobs.jsonl", lines.joined())
      let list = try folder.file("prices.json", prices)
      let child = try Child(
        [
          BuiltProgram.path, "run", file, "--base-url", server.baseURL, "--progress", "none",
          "--plan", "none", "--concurrency", "8", "--prices", list,
        ] + options, in: folder.path, name: "run")
      child.wait(seconds: Proof.isFull ? 300 : 50)
      return (folder, child)
    }

    private func output(_ words: [String], in folder: TemporaryFolder) throws -> String {
      let child = try Child([BuiltProgram.path] + words, in: folder.path, name: words[0])
      #expect(child.wait() == .exit(0), "\(words): \(child.standardError)")
      return child.standardOutput
    }

    /// The known and the unknown spend in a command's JSON output.
    private func spend(_ command: String, in folder: TemporaryFolder) throws -> (
      known: Double, unknown: Double
    ) {
      let text = try output([command, "\(folder.path)/jobs.run", "--json"], in: folder)
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      return (
        try #require(object?["spend_usd"] as? Double, "\(text)"),
        try #require(object?["spend_unknown_usd"] as? Double, "\(text)")
      )
    }

    private func exported(_ folder: TemporaryFolder) throws -> (rows: Int, dollars: Double) {
      let rows = try output(
        ["export", "-o", "-", "--format", "csv", "\(folder.path)/jobs.run"], in: folder
      )
      .split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      let column = try #require(rows.first?.firstIndex(of: "cost_usd"))
      let costs = rows.dropFirst().compactMap { Double($0[column]) }
      return (costs.count, costs.reduce(0, +))
    }

    /// The prices of the books, as LiteLLM writes them and as a person does: a plain map has the fees.
    private static let ledgerPrices = #"""
      {"ledger": {"input_cost_per_token": 3e-6, "output_cost_per_token": 15e-6,
        "cache_read_input_token_cost": 3e-7, "input_cost_per_token_flex": 1.5e-6,
        "output_cost_per_token_flex": 7.5e-6, "input_cost_per_token_batches": 1.5e-6,
        "output_cost_per_token_batches": 7.5e-6, "input_cost_per_token_priority": 6e-6,
        "output_cost_per_token_priority": 3e-5},
       "gpt-4o": {"input_per_1m": 3, "output_per_1m": 15, "cached_input_per_1m": 0.3,
        "per_request": 0.002, "per_picture": 0.005}}
      """#

    @Test(arguments: [100, 271])
    func `what the program says was spent is what the server bills, to the cent`(
      markup: Int
    ) throws {
      let count = Proof.count(360, full: 10_500)
      let books = LedgerBooks(jobs: count, markup: markup)
      let billed = Mutex((answers: 0, nanodollars: 0))
      let server = StubServer(isOnNetwork: false) { request in
        guard let index = Self.number(request.body) else { return (400, "{}", "") }
        billed.withLock {
          $0.answers += 1
          $0.nanodollars += books.entry(index).nanodollars
        }
        let answer = books.answer(index)
        let header = answer.costHeader.map { "x-litellm-response-cost: \($0)\r\n" } ?? ""
        return (200, answer.body, header)
      }
      defer { server.stop() }
      // A plain map knows no tiers, so answers of the model with fees are never served in one.
      let jobs = (0..<count).filter { LedgerBooks.pictures($0) == nil || $0 % 12 != 11 }
      let (folder, run) = try run(jobs.map(LedgerBooks.request), Self.ledgerPrices, server)
      #expect(run.wait() == .exit(0), "\(run.standardError)")
      let bill = billed.withLock { $0 }
      #expect(bill.answers == jobs.count)
      let dollars = Double(bill.nanodollars) / 1e9
      #expect(
        run.standardError.contains(
          "  spend          \(Figure.dollars(Money(nanodollars: bill.nanodollars)))"),
        "\(run.standardError)")
      let totals = try #require(try Manifest(in: RunDirectory("\(folder.path)/jobs.run"))).totals
      #expect(abs((totals.spendUSD ?? 0) - dollars) < 1e-6)
      for command in ["status", "report"] {
        let spend = try spend(command, in: folder)
        #expect(abs(spend.known - dollars) < 1e-6 && spend.unknown == 0)
      }
      let table = try exported(folder)
      #expect(table.rows == jobs.count && abs(table.dollars - dollars) < 1e-6)
      #expect(run.standardError.contains("reported costs are used") == (markup != 100))
      print("bill: \(jobs.count) answers over the wire, $\(dollars) billed and counted")
    }

    private static func number(_ body: String) -> Int? {
      let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
      return (object?["user"] as? String).flatMap(Int.init)
    }

    // MARK: The cap

    @Test(arguments: [1, 8])
    func `the bill never passes the cap, whatever the requests ask for`(seed: Int) throws {
      let count = Proof.count(240, full: 10_000)
      let cap = 0.003 * Double(count)
      let billing = WorstCaseBilling(seed: UInt64(seed))
      let server = StubServer { billing.answer($0.body) }
      defer { server.stop() }
      let jobs = (0..<count).map { WorstCaseBilling.request($0) }
      let (folder, run) = try run(
        jobs, WorstCaseBilling.prices, server, ["--max-cost", "\(cap)"])
      #expect(run.wait() == .exit(6), "\(run.standardError)")
      #expect(!run.standardError.contains("may be exceeded"), "\(run.standardError)")
      let billed = billing.billed
      #expect(billed <= cap && billed > cap * 0.8, "\(billed) of \(cap)")
      let spend = try spend("status", in: folder)
      let counted = spend.known + spend.unknown
      #expect(counted <= cap + 1e-6 && counted >= billed - 1e-6)
      print("cap: $\(cap), $\(billed) billed for \(server.received) requests of 10 kinds")
    }
  }
}
