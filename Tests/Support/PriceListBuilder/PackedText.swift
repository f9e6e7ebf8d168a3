import Basics
import BatchRunner

/// Writes a price list in the form of ``PackedPrices``.
struct PackedText {
  /// The most bytes of a line, so that the file can be read and compared.
  private static let width = 96

  private var prices: [String: Int] = [:]
  private var lines: [String] = []

  /// The text without the line break at its end. The same list always gives the same text.
  static func write(_ entries: [PriceEntry]) -> String {
    var text = PackedText()
    let models = unique(entries).sorted { $0.model < $1.model }
    text.number(models)
    return text.lines.joined(separator: "\n") + "\n\n"
      + text.groups(models).joined(separator: "\n")
  }

  /// One entry for each spelling: the most expensive.
  private static func unique(_ entries: [PriceEntry]) -> [PriceEntry] {
    var best: [String: PriceEntry] = [:]
    for entry in entries {
      func cost(_ entry: PriceEntry) -> Double {
        entry.price?.cost(tokensIn: 1_000_000, tokensOut: 1_000_000) ?? -1
      }
      if let other = best[entry.model], cost(other) >= cost(entry) { continue }
      best[entry.model] = entry
    }
    return Array(best.values)
  }

  /// Gives each price a line, the most frequent first, so that most numbers are short.
  private mutating func number(_ models: [PriceEntry]) {
    var counts: [String: Int] = [:]
    for price in models.compactMap(\.price) { counts[PackedPrice.words(price), default: 0] += 1 }
    lines = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    for (index, line) in lines.enumerated() { prices[line] = index }
  }

  /// The models in groups of those with the same words before their names.
  private func groups(_ models: [PriceEntry]) -> [String] {
    var byPrefix: [String: [PriceEntry]] = [:]
    for model in models { byPrefix[Self.prefix(model), default: []].append(model) }
    return byPrefix.sorted { $0.key < $1.key }.flatMap { prefix, models in
      ["/" + prefix] + wrapped(models.map { field($0, without: prefix) })
    }
  }

  private static func prefix(_ entry: PriceEntry) -> String {
    entry.model.lastIndex(of: "/").map { String(entry.model[...$0]) } ?? ""
  }

  private func field(_ entry: PriceEntry, without prefix: String) -> String {
    let line = entry.price.flatMap { prices[PackedPrice.words($0)] } ?? -1
    let date = entry.retirement.map { day in
      " " + [day.year % 100, day.month, day.day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    }
    return "\(entry.model.dropFirst(prefix.count)) \(line)\(date ?? "")"
  }

  private func wrapped(_ fields: [String]) -> [String] {
    var lines: [String] = []
    for field in fields {
      if let last = lines.last, last.utf8.count + 1 + field.utf8.count <= Self.width {
        lines[lines.count - 1] += "," + field
      } else {
        lines.append(field)
      }
    }
    return lines
  }
}
