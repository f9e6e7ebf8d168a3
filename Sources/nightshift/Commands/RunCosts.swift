import Basics
import BatchRunner

/// What a run's requests cost, what its earlier sessions have spent, and what it may spend.
struct RunCosts {
  let prices: PriceList
  /// Where the user asked for a cap, or a crash left attempts that may have been billed.
  private(set) var earlier: [Spend] = []
  /// What the cap counts for answers of earlier sessions that have no price.
  private var assumed = Money.zero
  private let cap: Money?

  static func prices(_ options: RunOptions) throws(Stop) -> PriceList {
    guard let path = options.prices else { return .builtIn }
    do throws(PriceFileError) {
      return try PriceFile.read(path).over(.builtIn)
    } catch {
      if case .file(let error) = error { throw Stop(reading: error) }
      throw Stop(status: .invalidInput, error: error)
    }
  }

  init(
    _ options: RunOptions, _ prices: PriceList, _ parts: [RunPart], _ console: Console
  ) throws(Stop) {
    self.prices = prices
    cap = options.maxCost.map { Money(dollars: $0) }
    earlier = parts.map(\.recovery.journal.spend)
    let hasCrashed = parts.contains { !$0.recovery.journal.unfinished.isEmpty }
    guard cap != nil || hasCrashed else { return }
    var check = CostCheck(prices)
    var left = cap == nil ? 0 : options.limit ?? .max
    for (index, part) in parts.enumerated() {
      do throws(JobReaderError) {
        left -= try check.read(
          part.jobs, unfinished: part.recovery.journal.unfinished, limit: left
        ) { $0 == .toDo || (options.retriesFailed && ($0 == .failed || $0 == .failedForNow)) }
      } catch {
        throw Stop(error)
      }
      earlier[index] = earlier[index] + check.crashed[index]
    }
    guard cap != nil else { return }
    guard check.unpriced.isEmpty else {
      throw Stop(status: .usage, error: UnpricedModels(names: check.unpriced))
    }
    assume(check, parts, console)
  }

  private mutating func assume(_ check: CostCheck, _ parts: [RunPart], _ console: Console) {
    let answers = earlier.reduce(0) { $0 + $1.unpriced }
    if answers > 0 {
      let tokens = parts.map(\.recovery.journal.unpricedTokens)
      assumed = check.assumed(
        answers: answers, tokensIn: tokens.reduce(0) { $0 + $1.in },
        tokensOut: tokens.reduce(0) { $0 + $1.out })
      console.warn(
        "\(Figure.count(answers, "answer")) of earlier sessions have no price: --max-cost counts "
          + "their tokens at the dearest price of this run, \(Figure.dollars(assumed)).", help: nil)
    }
    let perhaps = earlier.reduce(0) { $0 + $1.perhapsUnpriced }
    if perhaps > 0 {
      console.warn(
        "\(Figure.count(perhaps, "attempt")) of earlier sessions may have been charged and have no "
          + "price: --max-cost does not count them.", help: nil)
    }
  }

  /// Known and perhaps: what may have been spent is spent, for a cap.
  var spending: Spending {
    let total = earlier.reduce(Spend()) { $0 + $1 }
    return Spending(cap: cap, earlier: total.known + total.perhaps + assumed)
  }
}

/// `--max-cost` cannot be kept.
struct UnpricedModels: UserFacing {
  let names: [String]

  var problem: String { "--max-cost: no price is known for \(Self.list(names))." }
  var remedy: String? { "Give it with --prices FILE, or leave out --max-cost." }

  /// Five at most.
  static func list(_ names: [String]) -> String {
    let listed = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 5 ? "\(listed) and \(names.count - 5) more" : listed
  }
}
