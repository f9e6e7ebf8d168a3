/// Tells from which models are turned down whether a limit is one of a model.
///
/// If the limit were the account's, the refusals would hit each model as often as its share of the
/// starts. The chance that all of them hit the same model is the product of its shares, of what is
/// left of the starts after each refusal (a hypergeometric distribution, as in Fisher's exact test).
struct RefusedModel: Sendable {
  /// The latest starts that were not turned down, by model.
  private var starts: [String: Double] = [:]
  private var total = 0.0
  /// The latest starts if they all had the same model; not in ``starts`` yet. A file of one model
  /// takes no time with this.
  private var latest = (model: "", count: 0.0)
  /// The model that was turned down last; `nil`: none was.
  private var model: String?
  /// The chance that the refusals since another model's hit only this one.
  private var chance = 1.0

  /// With a chance below this, the limit is taken for the model's.
  private static let smallChance = 0.003
  /// With more starts than this, the older ones count half.
  private static let startsCounted = 64.0

  mutating func started(_ model: String) {
    if model != latest.model { countLatest() }
    latest = (model, latest.count + 1)
  }

  private mutating func countLatest() {
    guard latest.count > 0 else { return }
    let count = min(latest.count, Self.startsCounted)
    starts[latest.model, default: 0] += count
    total += count
    latest.count = 0
    guard total > Self.startsCounted else { return }
    starts = starts.compactMapValues { $0 > 0.2 ? $0 / 2 : nil }
    total = starts.values.reduce(0, +)
  }

  /// The model's share of the latest starts, from 0 to 1.
  mutating func share(of model: String) -> Double {
    countLatest()
    return total > 0 ? (starts[model] ?? 0) / total : 1
  }

  /// Returns whether the limit is the model's.
  mutating func turnedDown(_ model: String) -> Bool {
    if self.model != model { (self.model, chance) = (model, 1) }
    chance *= share(of: model)
    let counted = min(1, starts[model] ?? 0)
    starts[model, default: 0] -= counted
    total -= counted
    guard chance < Self.smallChance else { return false }
    self = RefusedModel()
    return true
  }
}
