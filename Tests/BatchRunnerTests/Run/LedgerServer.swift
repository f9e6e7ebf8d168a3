import Basics
import Tokens

@testable import BatchRunner
@testable import RunSamples

/// A server in memory that bills by ``LedgerBooks``.
final class LedgerServer {
  static let shapes = LedgerBooks.shapes
  static let prices = PriceList(
    source: "test",
    prices: [LedgerBooks.plainModel: price(fees: 0), LedgerBooks.modelWithFees: price(fees: 1)])

  private static func price(fees: Double) -> Price {
    Price(
      rates(100), tiers: [.flex: rates(50), .priority: rates(200), .batch: rates(50)],
      request: 0.002 * fees, picture: 0.005 * fees)
  }

  private static func rates(_ hundredths: Double) -> TierPrice {
    let share = hundredths / 100
    return TierPrice(TokenRates(input: 3 * share, output: 15 * share, cached: 0.3 * share))
  }

  private let books: LedgerBooks
  private let jobs: [Job]
  private var reader: ReplyReader
  /// What the answers so far cost.
  private(set) var billed = 0
  private(set) var tokens = 0
  private(set) var charges: [Charge] = []
  private(set) var lines: [[UInt8]] = []

  init(jobs count: Int, markup: Int = 100, seed: UInt64 = 1) {
    books = LedgerBooks(jobs: count, markup: markup, seed: seed)
    jobs = (0..<count).map { Self.job($0) }
    reader = ReplyReader(pricing: Pricing(Self.prices), redactor: Redactor([]))
  }

  private static func job(_ index: Int) -> Job {
    Job(
      id: "job-\(index)", place: JobPlace(file: 0, index: index), line: index + 1,
      fingerprint: Fingerprint(UInt64(index)), body: Array(LedgerBooks.request(index).utf8),
      model: LedgerBooks.model(index))
  }

  func ceiling(of index: Int) -> AttemptCeiling {
    reader.pricing.attemptCeiling(of: jobs[index].body, model: jobs[index].model)
  }

  /// Answers a job: enters it into the books, and reads the answer as a run does.
  func serve(_ index: Int) -> Night.Treatment {
    let entry = books.entry(index)
    billed += entry.nanodollars
    tokens += entry.tokensIn + entry.tokensOut
    let end = reader.read(reply(index), to: jobs[index], at: WallTime(milliseconds: 0))
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

  private func reply(_ index: Int) -> Reply {
    let answer = books.answer(index)
    var response = Response(status: 200, body: Array(answer.body.utf8))
    response.headers.others.responseCost = answer.costHeader
    return Reply(
      attempt: AttemptID(UInt64(index + 1)), result: .success(response),
      leftAt: MonotonicInstant(nanoseconds: 1), endedAt: MonotonicInstant(nanoseconds: 2))
  }
}
