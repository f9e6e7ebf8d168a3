package import Basics

/// What a user should know about the prices of a run's models before anything is sent.
package struct PriceNotes: Sendable, Equatable {
  /// A model and the first day on which it can no longer be used.
  package struct Retirement: Sendable, Equatable {
    package var model: String
    package var day: CivilDate
    /// It can no longer be used when the run starts; else, it can no longer be used when it ends.
    package var isPast: Bool
  }

  /// In the order of the models.
  package private(set) var retirements: [Retirement] = []
  private var free: [String] = []
  /// Models that several services sell at different prices.
  private var doubtful: [String] = []

  /// `end`: when the run ends, as far as that is known.
  package init(_ models: [String], _ prices: PriceList, from start: WallTime, to end: WallTime) {
    let today = Self.day(start)
    for model in Self.unique(models) {
      guard let match = prices.match(model) else { continue }
      if match.price.isFree { free.append(model) }
      if match.offers > 1 { doubtful.append(model) }
      guard let day = match.retirement, day.daysSince1970 <= max(today, Self.day(end)) else {
        continue
      }
      retirements.append(
        Retirement(model: model, day: day, isPast: day.daysSince1970 <= today))
    }
  }

  /// One sentence for each kind of note.
  package var sentences: [String] {
    var sentences: [String] = []
    let (retired, retiring) = (retirements.filter(\.isPast), retirements.filter { !$0.isPast })
    if !retired.isEmpty {
      sentences.append(
        "the price list says that \(Self.list(retired)): requests may fail, or get another model")
    }
    if !retiring.isEmpty {
      sentences.append(
        "the price list says that \(Self.list(retiring)), before this run may end: later requests "
          + "may fail, or get another model")
    }
    if !free.isEmpty { sentences.append("free in the price list: \(Self.quoted(free))") }
    if !doubtful.isEmpty {
      sentences.append(
        "several services sell \(Self.quoted(doubtful)) at different prices, and the highest "
          + "counts. Put the service before the name, such as groq/, or give prices with --prices")
    }
    return sentences
  }

  private static func day(_ time: WallTime) -> Int {
    CivilDate.split(unixSeconds: time.seconds).date.daysSince1970
  }

  private static func unique(_ models: [String]) -> [String] {
    var seen: Set<String> = []
    return models.filter { seen.insert($0).inserted }
  }

  private static func list(_ retirements: [Retirement]) -> String {
    shortened(retirements.map { "'\($0.model)' ends on \($0.day.text)" })
  }

  private static func quoted(_ models: [String]) -> String {
    shortened(models.map { "'\($0)'" })
  }

  /// At most five, then how many more there are.
  private static func shortened(_ words: [String]) -> String {
    let listed = words.prefix(5).joined(separator: ", ")
    return words.count > 5 ? "\(listed) and \(words.count - 5) more" : listed
  }
}

extension CivilDate {
  /// For example `2026-10-20`.
  package var text: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}
