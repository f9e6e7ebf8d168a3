package import BatchRunner
package import Tokens

/// The jobs that a forecast covers, in the order of their files, or a regular sample of them.
package struct Workload: Sendable {
  /// One job in 24 bytes, because there may be millions.
  package struct Item: Sendable, Equatable {
    /// The model's index in ``Workload/models``.
    package let model: UInt32
    /// Estimated from the body.
    package let tokensIn: UInt32
    /// What the ceilings count, see ``CostCeiling``.
    package let mostIn: UInt32
    package let mostOut: UInt32
    /// The likely tokens of thinking as long as there are no answers.
    package let thinking: UInt32
    package let terms: BillingTerms
    private let limiter: Limiter

    /// What limits the length of an answer.
    private enum Limiter: UInt8 {
      case request, api, nothing
    }

    /// `model` is the model's index in ``Workload/models``, and `thinks` whether it thinks if the
    /// request does not say how much. `standardOut`: see ``CostCeiling``.
    package init(model: UInt32, _ size: RequestSize, thinks: Bool, standardOut: Int?) {
      let ceiling = CostCeiling(size, standardOut: standardOut)
      self.model = model
      tokensIn = UInt32(clamping: size.tokensIn)
      mostIn = UInt32(clamping: ceiling.tokensIn)
      mostOut = UInt32(clamping: ceiling.tokensOut)
      thinking = UInt32(ForecastDefaults.thinking(thinks, size.effort))
      terms = ceiling.terms
      limiter =
        size.ceilingOut != nil ? .request : ceiling.gaps.withoutLimit > 0 ? .nothing : .api
    }

    /// The request says how long its answer may be.
    var hasLimit: Bool { limiter == .request }

    /// The ceiling over all answers that the job may be paid for.
    func ceiling(_ answers: AnswersPerJob, _ figure: (CostCeiling) -> Double) -> Double {
      answers.sum(
        tokensIn: Double(mostIn), tokensOut: Double(mostOut), hasLimit: hasLimit
      ) {
        figure(
          CostCeiling(
            tokensIn: Int($0.rounded(.up)), tokensOut: Int($1.rounded(.up)), terms: terms))
      }
    }

    /// What the job counts against limits of tokens before it is answered.
    var weight: TokenWeight {
      TokenWeight(tokensIn: Int(tokensIn), mostOut: limiter == .request ? Int(mostOut) : nil)
    }

    /// No answer is longer; infinite if nothing limits it.
    var limit: Double { limiter == .nothing ? .infinity : Double(mostOut) }
  }

  /// The names of the models, in the order in which the jobs first name them.
  package private(set) var models: [String] = []
  /// By model: what the ceilings leave open.
  package private(set) var gaps: [CeilingGaps] = []
  /// By model: how many of the jobs are for it.
  private var counts: [Int] = []
  package private(set) var items: [Item] = []
  /// The index of each name in ``models``.
  private var numbers: [String: UInt32] = [:]
  private var thinkingModels = ThinkingModels()

  /// The number of jobs for which each item stands. It is 1 unless the workload is a sample.
  package let weight: Int
  /// How many tokens the API allows for an answer if the request sets no limit; `nil`: that is not
  /// documented.
  let standardOut: Int?

  package init(weight: Int = 1, standardOut: Int? = nil) {
    self.weight = max(1, weight)
    self.standardOut = standardOut
  }

  package mutating func add(_ size: RequestSize) {
    let number: UInt32
    if let known = numbers[size.model] {
      number = known
    } else {
      number = UInt32(models.count)
      numbers[size.model] = number
      models.append(size.model)
      gaps.append(CeilingGaps())
      counts.append(0)
    }
    counts[Int(number)] += 1
    let thinks = thinkingModels.contain(size.model)
    items.append(Item(model: number, size, thinks: thinks, standardOut: standardOut))
    gaps[Int(number)] += CostCeiling(size, standardOut: standardOut).gaps
  }

  /// How many of the jobs so far are for this model.
  package func count(of model: String) -> Int { numbers[model].map { counts[Int($0)] } ?? 0 }
}
