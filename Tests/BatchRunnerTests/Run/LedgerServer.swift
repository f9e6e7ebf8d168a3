import Basics

@testable import BatchRunner
@testable import RunSamples

/// A server that bills by its own exact books, and reports usage in a dozen ways.
///
/// Its arithmetic is its own: whole billionths of a dollar, and nothing of `Price`.
final class LedgerServer {
  /// What one answer really took.
  struct Entry {
    var tokensIn: Int
    var cachedIn = 0
    var tokensOut: Int
    var thinking = 0
    /// Of the plain price, in hundredths.
    var tier = 100
    /// The price of this server beside the list's, in hundredths.
    var markup = 100

    /// $3 a million tokens in, $0.30 if cached, $15 out: 3,000, 300 and 15,000 billionths each.
    var nanodollars: Int {
      let plain = (tokensIn - cachedIn) * 3_000 + cachedIn * 300 + tokensOut * 15_000
      return plain * tier / 100 * markup / 100
    }
  }

  static let shapes = 12
  static let prices = PriceList(
    source: "test",
    prices: [
      "ledger": Price(
        rates(100), tiers: [.flex: rates(50), .priority: rates(200), .batch: rates(50)])
    ])

  private static func rates(_ hundredths: Double) -> TierPrice {
    let share = hundredths / 100
    return TierPrice(TokenRates(input: 3 * share, output: 15 * share, cached: 0.3 * share))
  }

  private let random: [UInt64]
  private let jobs: [Job]
  private var reader: ReplyReader
  /// By how much reporting answers are billed above the list, in hundredths of it.
  private let markup: Int
  /// What the answers so far cost.
  private(set) var billed = 0
  private(set) var tokens = 0
  private(set) var charges: [Charge] = []
  private(set) var lines: [[UInt8]] = []

  init(jobs count: Int, markup: Int = 100, seed: UInt64 = 1) {
    var generator = SplitMix64(seed: seed)
    random = (0..<count).map { _ in generator.next() }
    self.markup = markup
    jobs = (0..<count).map { Self.job($0) }
    reader = ReplyReader(pricing: Pricing(Self.prices), redactor: Redactor([]))
  }

  private static let mostIn = 400
  private static let mostOut = 900

  private static func job(_ index: Int) -> Job {
    let text = String(repeating: "a ", count: mostIn / 2)
    let body =
      #"{"model":"ledger","max_tokens":\#(mostOut),"messages":[{"role":"user","content":"\#(text)"}]}"#
    return Job(
      id: "job-\(index)", place: JobPlace(file: 0, index: index), line: index + 1,
      fingerprint: Fingerprint(UInt64(index)), body: Array(body.utf8), model: "ledger")
  }

  func ceiling(of index: Int) -> AttemptCeiling {
    reader.pricing.attemptCeiling(of: jobs[index].body, model: "ledger")
  }

  private func entry(_ index: Int) -> Entry {
    let random = random[index]
    var entry = Entry(
      tokensIn: 1 + Int(random % UInt64(Self.mostIn)),
      tokensOut: 2 + Int(random >> 20 % UInt64(Self.mostOut - 1)))
    entry.thinking = entry.tokensOut / 2
    switch index % Self.shapes {
    case 5...7: entry.cachedIn = entry.tokensIn * 2 / 3
    case 8...10: entry.markup = markup
    case 11: entry.tier = [50, 200, 50][Int(random >> 50 % 3)]
    default: break
    }
    return entry
  }

  /// Answers a job: enters it into the books, and reads the answer as a run does.
  func serve(_ index: Int) -> Night.Treatment {
    let entry = entry(index)
    billed += entry.nanodollars
    tokens += entry.tokensIn + entry.tokensOut
    let end = reader.read(reply(index, entry), to: jobs[index], at: WallTime(milliseconds: 0))
    charges.append(end.charge)
    store(end, jobs[index])
    var treatment = Night.Treatment()
    treatment.diagnosis = end.diagnosis
    treatment.charge = end.charge
    treatment.tokensAtMost = end.tokensAtMost
    return treatment
  }

  private func store(_ end: AttemptEnd, _ job: Job) {
    guard case .succeeded(let answer) = end.diagnosis else { return }
    let attempt = InFlightAttempt(
      id: AttemptID(1), job: job, budget: RetryBudget(place: job.place),
      permit: Permit(number: 1), startedAt: MonotonicInstant(nanoseconds: 1), probe: nil)
    var commit = Checkpoint.Commit()
    end.record(attempt, of: job, .store(answer), at: WallTime(milliseconds: 0), in: &commit)
    var line = OutcomeLine(runID: "run", redactor: Redactor([]))
    for record in commit.succeeded {
      var bytes: [UInt8] = []
      line.append(record, to: &bytes)
      lines.append(bytes.dropLast())
    }
  }

  private func reply(_ index: Int, _ entry: Entry) -> Reply {
    let (usage, tier) = usage(index, entry)
    let body =
      #"{"model":"ledger","choices":[{"message":{"content":"x"}}]\#(tier),"usage":{\#(usage)}}"#
    var response = Response(status: 200, body: Array(body.utf8))
    if index % Self.shapes == 10 {
      response.headers.others.responseCost = "\(Double(entry.nanodollars) / 1e9)"
    }
    return Reply(
      attempt: AttemptID(UInt64(index + 1)), result: .success(response),
      leftAt: MonotonicInstant(nanoseconds: 1), endedAt: MonotonicInstant(nanoseconds: 2))
  }

  /// The members of `usage`, and of the body.
  private func usage(_ index: Int, _ entry: Entry) -> (usage: String, body: String) {
    let (tokensIn, out, total) = (entry.tokensIn, entry.tokensOut, entry.tokensIn + entry.tokensOut)
    let seen = out - entry.thinking
    let details = #""completion_tokens_details":{"reasoning_tokens":\#(entry.thinking)}"#
    let plain = #""prompt_tokens":\#(tokensIn),"completion_tokens":\#(out)"#
    let hidden = #""prompt_tokens":\#(tokensIn),"completion_tokens":\#(seen)"#
    switch index % Self.shapes {
    case 1: return (#""input_tokens":\#(tokensIn),"output_tokens":\#(out)"#, "")
    case 2: return (#"\#(hidden),"total_tokens":\#(total),\#(details)"#, "")
    case 3:
      return (#""prompt_tokens":\#(tokensIn),"completion_tokens":0,"total_tokens":\#(total)"#, "")
    case 4: return (#"\#(plain),"total_tokens":\#(total),\#(details)"#, "")
    case 5:
      return (#"\#(plain),"prompt_tokens_details":{"cached_tokens":\#(entry.cachedIn)}"#, "")
    case 6: return (#"\#(plain),"cache_read_input_tokens":\#(entry.cachedIn)"#, "")
    case 7: return (#"\#(plain),"prompt_cache_hit_tokens":\#(entry.cachedIn)"#, "")
    case 8: return (#"\#(plain),"cost":\#(Double(entry.nanodollars) / 1e9)"#, "")
    case 9: return (#"\#(plain),"cost_in_usd_ticks":\#(entry.nanodollars * 10)"#, "")
    case 11:
      let tier = entry.tier == 200 ? "priority" : index % 2 == 0 ? "batch" : "flex"
      return (plain, #","service_tier":"\#(tier)""#)
    default: return (#"\#(plain),"total_tokens":\#(total)"#, "")
    }
  }
}
