import Basics
import BatchRunner

/// The prices of a run, what its earlier sessions have spent, and how much it may spend.
struct RunCosts {
  let prices: PriceList
  /// The spend of earlier sessions, one entry per job file. With a cap or after a crash, it also
  /// includes the attempts that a crash left in flight and that may have been charged.
  private(set) var earlier: [Spend] = []
  /// What the cap counts for answers of earlier sessions that have no price.
  private var assumed = Money.zero
  /// Tokens of earlier sessions, with those that attempts without an answer may have taken.
  private var earlierTokens = 0
  /// `--max-cost`; `nil`: no cap.
  private let cap: Money?
  /// `--token-budget`; `nil`: none.
  private let tokenBudget: Int?
  private let standardOut: Int?

  /// The built-in prices, overridden by those of `--prices`.
  static func prices(_ options: RunOptions) throws(CommandError) -> PriceList {
    guard let path = options.prices else { return .builtIn }
    do throws(PriceFileError) {
      return try PriceFile.read(path).over(.builtIn)
    } catch {
      if case .file(let error) = error { throw CommandError(reading: error) }
      throw CommandError(status: .invalidInput, error: error)
    }
  }

  /// With a cap or a budget, reads the jobs that are to run. Throws if there is a cap and one of
  /// their models has no price.
  init(
    _ options: RunOptions, _ prices: PriceList, _ parts: [RunPart], _ console: Console
  ) throws(CommandError) {
    self.prices = prices
    standardOut = options.standardOut
    cap = options.maxCost.map { Money(dollars: $0) }
    tokenBudget = options.tokenBudget
    earlier = parts.map(\.recovery.journal.spend)
    earlierTokens = parts.reduce(0) { $0 + $1.recovery.journal.tokens }
    let hasCrashed = parts.contains { !$0.recovery.journal.unfinished.isEmpty }
    guard options.isLimited || options.largestRequest != nil || hasCrashed else { return }
    let check = try check(options, parts)
    try LargeJobs.refuse(check.largeJobs, options, names: parts.map(\.input.name))
    guard options.isLimited else { return }
    warn(of: check.gaps, console)
    guard cap != nil else { return }
    guard check.unpriced.isEmpty else {
      throw CommandError(status: .usage, error: UnpricedModels(names: check.unpriced))
    }
    assume(check, parts, console)
  }

  /// Reads the jobs to run, and adds what a crash left in flight to ``earlier``.
  private mutating func check(
    _ options: RunOptions, _ parts: [RunPart]
  ) throws(CommandError) -> CostCheck {
    let largest = options.largestRequest?.tokens
    var check = CostCheck(pricing, largeJobs: LargeJobCheck(most: largest))
    var left = options.isLimited || largest != nil ? options.limit ?? .max : 0
    for (index, part) in parts.enumerated() {
      do throws(JobReaderError) {
        left -= try check.read(
          part.jobs, unfinished: part.recovery.journal.unfinished, limit: left
        ) { $0 == .toDo || (options.retriesFailed && ($0 == .failed || $0 == .failedForNow)) }
      } catch {
        throw CommandError(error)
      }
      earlier[index] = earlier[index] + check.crashed[index]
    }
    earlierTokens += check.crashedTokens
    return check
  }

  /// Says what the cap and the budget do not know before the answers come.
  private func warn(of gaps: CeilingGaps, _ console: Console) {
    guard !gaps.isEmpty else { return }
    let options = [
      cap == nil ? nil : OptionDeclaration.maxCost.name,
      tokenBudget == nil ? nil : OptionDeclaration.tokenBudget.name,
    ]
    let unbounded = UnboundedRun(options: options.compactMap(\.self), gaps: gaps)
    console.warn(unbounded.problem, help: unbounded.remedy)
  }

  /// Sets ``assumed``, and warns about what the cap cannot count exactly.
  private mutating func assume(_ check: CostCheck, _ parts: [RunPart], _ console: Console) {
    let answers = earlier.reduce(0) { $0 + $1.unpriced }
    if answers > 0 {
      let tokens = parts.map(\.recovery.journal.unpricedTokens)
      assumed = check.assumed(
        answers: answers, tokensIn: tokens.reduce(0) { $0 + $1.in },
        tokensOut: tokens.reduce(0) { $0 + $1.out })
      console.warn(
        "\(Figure.count(answers, "answer")) of earlier sessions have no price: --max-cost counts "
          + "their tokens at the highest price in this run, \(Figure.dollars(assumed)) in total.",
        help: nil)
    }
    let perhaps = earlier.reduce(0) { $0 + $1.perhapsUnpriced }
    if perhaps > 0 {
      console.warn(
        "\(Figure.count(perhaps, "attempt")) of earlier sessions may have been charged and have no "
          + "price: --max-cost does not count them.", help: nil)
    }
  }

  /// The prices, with what this API allows for answers without a limit.
  var pricing: Pricing { Pricing(prices, standardOut: standardOut) }

  /// The limits and what already counts against them. What may have been charged counts as charged.
  var spending: Spending {
    let total = earlier.reduce(Spend()) { $0 + $1 }
    return Spending(
      cap: cap, tokenBudget: tokenBudget,
      earlier: AttemptCeiling(cost: total.atMost + assumed, tokens: earlierTokens))
  }
}

/// The error when `--max-cost` cannot be enforced, because models have no price.
struct UnpricedModels: UserFacing {
  let names: [String]

  var problem: String { "--max-cost: no price is known for \(Self.list(names))." }
  var remedy: String? { "Give it with --prices FILE, or leave out --max-cost." }

  /// The names in quotes; at most five, then how many more there are.
  static func list(_ names: [String]) -> String {
    let listed = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 5 ? "\(listed) and \(names.count - 5) more" : listed
  }
}
