import Basics
import BatchRunner

/// What the answers of a run tell, taken in line by line.
struct AnswerFigures: Sendable {
  struct Model: Sendable {
    var answers = 0
    /// That tell no tokens.
    var withoutTokens = 0
    var tokensIn = 0
    var tokensOut = 0
    /// By ``prices``; `nil`: the model has no price.
    var cost: Money?
    var truncated = 0
    var latency = LatencyHistogram()

    mutating func add(_ other: Model) {
      answers += other.answers
      withoutTokens += other.withoutTokens
      tokensIn += other.tokensIn
      tokensOut += other.tokensOut
      if let more = other.cost { cost = StoredNumber.sum(cost ?? .zero, more) }
      truncated += other.truncated
      latency.add(other.latency)
    }
  }

  struct Job: Sendable {
    let id: String
    let line: Int
    let model: String
    let latencyMilliseconds: Int
    let tokens: (in: Int, out: Int)?
    let cost: Money?
  }

  static let top = 10
  /// So many models are told apart while reading, and listed.
  private static let mostModels = 200
  static let modelsListed = 20

  private(set) var latency = LatencyHistogram()
  private(set) var truncated = 0
  private(set) var truncatedIDs: [String] = []
  private(set) var longest = TopList<Job>(limit: AnswerFigures.top)
  private(set) var dearest = TopList<Job>(limit: AnswerFigures.top)
  private(set) var damaged = 0
  private(set) var answers = 0
  /// Jobs that have one, as hashes of their ids.
  private(set) var done = IDSet()

  private var models: [String: (known: Model, price: Price?)] = [:]
  private var others = Model()
  private let prices: PriceList
  private var reader = OutcomeReader(.finish)

  init(prices: PriceList) {
    self.prices = prices
  }

  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    guard let line = reader.read(bytes) else {
      damaged += 1
      return
    }
    let head = line.head
    let model = line.model
    let name = model.map { Excerpt.of($0, longest: 100) } ?? "(not named)"
    let isTruncated = line.isTruncated
    let tokens = line.tokensIn.flatMap { tokensIn in line.tokensOut.map { (tokensIn, $0) } }
    answers += 1
    done.insert(head.idHash)
    latency.add(head.latencyMilliseconds)
    if isTruncated {
      truncated += 1
      if truncatedIDs.count < Self.top { truncatedIDs.append(Self.id(line)) }
    }
    var one = Model()
    one.answers = 1
    one.truncated = isTruncated ? 1 : 0
    one.withoutTokens = tokens == nil ? 1 : 0
    (one.tokensIn, one.tokensOut) = tokens ?? (0, 0)
    let cost = count(&one, model, name, head.latencyMilliseconds)
    func job() -> Job {
      Job(
        id: Self.id(line), line: head.line, model: name,
        latencyMilliseconds: head.latencyMilliseconds, tokens: tokens, cost: cost)
    }
    longest.offer(head.latencyMilliseconds, job())
    if let cost, cost > .zero { dearest.offer(cost.nanodollars, job()) }
  }

  /// Once all lines are taken.
  mutating func settle() {
    done.settle()
  }

  /// Adds an answer to its model, and answers what it cost.
  private mutating func count(
    _ one: inout Model, _ model: String?, _ name: String, _ latency: Int
  ) -> Money? {
    if models[name] == nil, models.count < Self.mostModels {
      models[name] = (Model(), model.flatMap { prices.price(of: $0) })
    }
    let price = models[name].map(\.price) ?? model.flatMap { prices.price(of: $0) }
    if let price, one.withoutTokens == 0 {
      one.cost = Money(dollars: price.cost(tokensIn: one.tokensIn, tokensOut: one.tokensOut))
    }
    if models[name] != nil {
      models[name]!.known.add(one)
      models[name]!.known.latency.add(latency)
    } else {
      others.add(one)
      others.latency.add(latency)
    }
    return one.cost
  }

  private static func id(_ line: Outcome) -> String { Excerpt.of(line.id, longest: 120) }

  /// Most answers first; the last may be all others together.
  var byModel: [(name: String, model: Model)] {
    let sorted = models.map { ($0.key, $0.value.known) }
      .sorted { $0.1.answers != $1.1.answers ? $0.1.answers > $1.1.answers : $0.0 < $1.0 }
    var rest = others
    for (_, model) in sorted.dropFirst(Self.modelsListed) { rest.add(model) }
    let listed = sorted.prefix(Self.modelsListed).map { (name: $0.0, model: $0.1) }
    return rest.answers > 0 ? listed + [(name: "(others)", model: rest)] : listed
  }

  /// Models without a price, by name.
  var unpriced: [String] {
    models.filter { $0.value.price == nil }.map(\.key).sorted()
  }
}
