import Basics
package import BatchRunner
import Tokens

/// Goes through the job files of a run and what they have led to so far: what is still to do, what
/// was used, and what the finished answers tell.
package struct Survey: Sendable {
  package private(set) var workload: Workload
  package private(set) var evidence = Evidence(.thisRun)
  /// Goes over the jobs to do.
  package private(set) var largeJobs: LargeJobCheck
  private var filesRead = 0
  /// Tokens of the answers so far.
  package private(set) var tokensIn = 0
  package private(set) var tokensOut = 0
  /// What the answers last said is left; `nil`: they said nothing.
  package private(set) var creditsLeft: Double?

  private let prices: PriceList
  private let retriesFailed: Bool
  private let limit: Int
  /// Looks at one job of so many.
  private let weight: Int
  private var meter = RequestMeter()
  /// Dollars of the answers since credits were told for the first time, and the credits then.
  private var since: (credits: Double, usd: Double)?

  /// `standardOut`: how many tokens the API allows for an answer if the request sets no limit; `nil`:
  /// that is not documented. `largest`: a job that counts more tokens could never start; `nil`: all
  /// can. `limit`: at most so many jobs are to do. `weight`: only one job of so many is looked at,
  /// for them all.
  package init(
    _ prices: PriceList, standardOut: Int? = nil, largest: Int? = nil, retriesFailed: Bool = false,
    limit: Int? = nil, weight: Int = 1
  ) {
    self.prices = prices
    largeJobs = LargeJobCheck(most: largest)
    self.retriesFailed = retriesFailed
    self.limit = (limit ?? .max) / weight
    self.weight = weight
    workload = Workload(weight: weight, standardOut: standardOut)
  }

  /// One job file, with its states marked; `directory`: of its run, if there is one. Results are
  /// read as far as they reached when they had `length` bytes.
  package mutating func read(
    _ jobs: JobFile, _ directory: RunDirectory?, length: Int = .max
  ) throws(JobReaderError) {
    let answers = try answers(jobs.table, directory, length: length)
    func answer(_ index: Int) -> Answered { answers[index / weight] }
    var reader = JobReader(jobs, number: 0)
    while let job = try reader.next(where: { index in
      index % weight == 0
        && (answer(index).isThere || (isToDo(jobs.table[state: index]) && hasRoom))
    }) {
      let index = job.place.index
      let size = job.body.withUnsafeBytes { meter.measure($0) }
      if answer(index).isThere {
        let price = prices.price(of: size.model)
        evidence.add(
          answer(index).answer(to: size, price), model: size.model,
          at: workload.count(of: size.model))
      }
      if isToDo(jobs.table[state: index]), hasRoom {
        workload.add(size)
        largeJobs.look(at: size, file: filesRead, line: job.line)
      }
    }
    filesRead += 1
  }

  private var hasRoom: Bool { workload.items.count < limit }

  private func isToDo(_ state: JobState) -> Bool {
    state.isToDo(retriesFailed: retriesFailed)
  }

  /// By the jobs of a file; the last answer of a job counts.
  private mutating func answers(
    _ table: JobTable, _ directory: RunDirectory?, length: Int
  ) throws(JobReaderError) -> [Answered] {
    var answers = Array(repeating: Answered.none, count: table.count / weight + 1)
    guard let directory else { return answers }
    do throws(FileError) {
      try FinishedAnswer.forEach(in: directory, length: length, prices: prices) { answer in
        count(answer)
        if let index = table.index(ofID: answer.head.idHash),
          table.fingerprint(of: index) == answer.head.fingerprint
        {
          if index % weight == 0 { answers[index / weight] = Answered(answer) }
        }
      }
    } catch {
      throw .file(error)
    }
    return answers
  }

  private mutating func count(_ answer: FinishedAnswer) {
    tokensIn += answer.tokensIn
    tokensOut += answer.tokensOut
    if let cost = answer.cost { since?.usd += cost.billed }
    guard let credits = answer.creditsLeft else { return }
    creditsLeft = credits
    if since == nil { since = (credits, 0) }
  }

  /// What a dollar was worth: the credits that went while so much was spent; `nil`: that cannot be
  /// told.
  package var creditsPerUSD: Double? {
    guard let since, let creditsLeft, since.usd > 0, since.credits > creditsLeft else { return nil }
    return (since.credits - creditsLeft) / since.usd
  }
}

extension Survey {
  /// What an answer took, in 16 bytes.
  private struct Answered {
    private let tokensIn: UInt32
    private let tokensOut: UInt32
    private let milliseconds: UInt32
    /// In dollars; negative: not known.
    private let billed: Float

    static let none = Answered()

    private init() {
      (tokensIn, tokensOut, milliseconds, billed) = (0, 0, .max, -1)
    }

    init(_ answer: FinishedAnswer) {
      tokensIn = UInt32(clamping: answer.tokensIn)
      tokensOut = UInt32(clamping: answer.tokensOut)
      milliseconds = min(UInt32(clamping: answer.head.latencyMilliseconds), .max - 1)
      billed = Float(answer.cost?.billed ?? -1)
    }

    var isThere: Bool { milliseconds != .max }

    /// The answer to a request of this size, whose model has this price.
    func answer(to size: RequestSize, _ price: Price?) -> AnswerEvidence.Answer {
      let listed = price?.cost(tokensIn: Int(tokensIn), tokensOut: Int(tokensOut), size.terms)
      return AnswerEvidence.Answer(
        estimatedIn: Double(size.tokensIn), tokensIn: Double(tokensIn),
        tokensOut: Double(tokensOut), seconds: Double(milliseconds) / 1000,
        cost: listed.flatMap { billed < 0 ? nil : (Double(billed), $0) })
    }
  }
}
