import Basics
import BatchRunner

/// Figures about the answers of a run, added up line by line from `results.jsonl`.
struct AnswerFigures: Sendable {
  /// Sums over the answers of one model.
  struct Model: Sendable {
    var answers = 0
    /// Answers that report no token counts.
    var withoutTokens = 0
    var tokensIn = 0
    var tokensOut = 0
    var tokensCached = 0
    var tokensReasoning = 0
    /// As it was counted when the answers came, else at the current prices; `nil`: of no answer.
    var cost: Money?
    /// Answers that are not in ``cost``.
    var withoutCost = 0
    var truncated = 0
    var latency = LatencyHistogram()

    mutating func add(_ other: Model) {
      answers += other.answers
      withoutTokens += other.withoutTokens
      tokensIn += other.tokensIn
      tokensOut += other.tokensOut
      tokensCached += other.tokensCached
      tokensReasoning += other.tokensReasoning
      withoutCost += other.withoutCost
      if let more = other.cost { cost = StoredNumber.sum(cost ?? .zero, more) }
      truncated += other.truncated
      latency.add(other.latency)
    }
  }

  /// A job in a list of the longest or most expensive ones. Tokens and cost are `nil` if unknown.
  struct Job: Sendable {
    let id: String
    let line: Int
    let model: String
    let latencyMilliseconds: Int
    let tokens: (in: Int, out: Int)?
    let cost: Money?
  }

  /// Answers with a flag.
  struct Flagged: Sendable {
    private(set) var count = 0
    /// Ids of the first ``AnswerFigures/top``.
    private(set) var ids: [String] = []

    fileprivate mutating func add(_ line: Outcome) {
      count += 1
      if ids.count < AnswerFigures.top { ids.append(AnswerFigures.id(line)) }
    }
  }

  /// The length of the lists of jobs.
  static let top = 10
  /// The number of models that are counted separately; more are counted together.
  private static let mostModels = 200
  /// The number of models that are listed; the rest are listed together.
  static let modelsListed = 20

  private(set) var latency = LatencyHistogram()
  /// Answers that are stored, but perhaps not what the user wants.
  private(set) var truncated = Flagged()
  private(set) var filtered = Flagged()
  private(set) var empty = Flagged()
  private(set) var longest = TopList<Job>(limit: AnswerFigures.top)
  /// The most expensive jobs.
  private(set) var dearest = TopList<Job>(limit: AnswerFigures.top)
  /// Lines that could not be read.
  private(set) var damaged = 0
  private(set) var answers = 0
  /// Hashes of the ids of jobs with an answer.
  private(set) var done = IDSet()

  private var models: [String: (known: Model, hasPrice: Bool)] = [:]
  /// The sum over the models beyond ``mostModels``.
  private var others = Model()
  private var pricing: Pricing
  private var reader = OutcomeReader(.answer)

  init(prices: PriceList) {
    pricing = Pricing(prices)
  }

  /// Adds one line of the file, without its line break.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    guard let line = reader.read(bytes) else {
      damaged += 1
      return
    }
    let head = line.head
    let model = line.model
    let name = model.map { Excerpt.of($0, longest: 100) } ?? "(not named)"
    let flags = line.flags
    let usage = line.usage
    let tokens = usage.tokensIn.flatMap { tokensIn in usage.tokensOut.map { (tokensIn, $0) } }
    answers += 1
    done.insert(head.idHash)
    latency.add(head.latencyMilliseconds)
    if flags.contains(.truncated) { truncated.add(line) }
    if flags.contains(.filtered) { filtered.add(line) }
    if flags.contains(.empty) { empty.add(line) }
    var one = Model()
    one.answers = 1
    one.truncated = flags.contains(.truncated) ? 1 : 0
    one.withoutTokens = tokens == nil ? 1 : 0
    (one.tokensIn, one.tokensOut) = tokens ?? (0, 0)
    one.tokensCached = usage.cachedIn ?? 0
    one.tokensReasoning = usage.reasoningOut ?? 0
    let cost = line.cost(usage, at: &pricing)
    (one.cost, one.withoutCost) = (cost, cost == nil ? 1 : 0)
    count(one, model, name, head.latencyMilliseconds)
    func job() -> Job {
      Job(
        id: Self.id(line), line: head.line, model: name,
        latencyMilliseconds: head.latencyMilliseconds, tokens: tokens, cost: cost)
    }
    longest.offer(head.latencyMilliseconds, job())
    if let cost, cost > .zero { dearest.offer(cost.nanodollars, job()) }
  }

  /// Call this once after the last line, before ``done`` is used.
  mutating func finish() {
    done.sort()
  }

  /// Adds an answer to the sums of its model.
  private mutating func count(_ one: Model, _ model: String?, _ name: String, _ latency: Int) {
    if models[name] == nil, models.count < Self.mostModels {
      models[name] = (Model(), model.map { pricing.price(of: $0) != nil } ?? false)
    }
    if models[name] != nil {
      models[name]!.known.add(one)
      models[name]!.known.latency.add(latency)
    } else {
      others.add(one)
      others.latency.add(latency)
    }
  }

  fileprivate static func id(_ line: Outcome) -> String { Excerpt.of(line.id, longest: 120) }

  /// The models with the most answers first. The last entry may be all other models together.
  var byModel: [(name: String, model: Model)] {
    let sorted = models.map { ($0.key, $0.value.known) }
      .sorted { $0.1.answers != $1.1.answers ? $0.1.answers > $1.1.answers : $0.0 < $1.0 }
    var rest = others
    for (_, model) in sorted.dropFirst(Self.modelsListed) { rest.add(model) }
    let listed = sorted.prefix(Self.modelsListed).map { (name: $0.0, model: $0.1) }
    return rest.answers > 0 ? listed + [(name: "(others)", model: rest)] : listed
  }

  /// The names of models without a price that have answers of unknown cost, sorted.
  var unpriced: [String] {
    models.filter { !$0.value.hasPrice && $0.value.known.withoutCost > 0 }.map(\.key).sorted()
  }
}
