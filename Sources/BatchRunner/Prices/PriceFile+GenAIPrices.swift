import Basics
import Tokens

extension PriceFile {
  /// The models of all providers in the data of genai-prices, in dollars per million tokens.
  ///
  /// A model is found by its id and by the names that it must equal. Names that only begin like a
  /// text are not used: they would give a model the price of another.
  func providers(
    in list: Int, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) -> [PriceEntry] {
    var entries: [PriceEntry] = []
    for provider in children(of: list) {
      guard outline.nodes[provider].kind == .object,
        let models = outline.member("models", of: provider, in: text)
      else { throw malformed("it is a list, but not one of providers with 'models'") }
      let owner = string("id", of: provider, text) ?? ""
      for model in children(of: models) {
        guard let id = string("id", of: model, text),
          let price = try price(ofModel: model, id, text)
        else { continue }
        let others = outline.member("match", of: model, in: text).map { names(in: $0, text) } ?? []
        for name in Set([id] + others) { entries.append(PriceEntry("\(owner)/\(name)", price)) }
      }
    }
    return entries
  }

  /// The names that a rule says to be equal to: `{"equals": "…"}`, or several under `or`.
  private func names(in rule: Int, _ text: UnsafeRawBufferPointer) -> [String] {
    if let name = string("equals", of: rule, text) { return [name] }
    guard let rules = outline.member("or", of: rule, in: text) else { return [] }
    return children(of: rules).compactMap { string("equals", of: $0, text) }
  }

  private func price(
    ofModel model: Int, _ name: String, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) -> Price? {
    guard let prices = outline.member("prices", of: model, in: text),
      let usual = newest(prices, text)
    else { return nil }
    var draft = PriceDraft()
    try add(usual, .standard, name, text, &draft)
    let variants = outline.member("price_variants", of: model, in: text).map(children) ?? []
    for variant in variants {
      guard let when = outline.member("when", of: variant, in: text),
        let word = string("processing", of: when, text) ?? string("service_tier", of: when, text),
        let tier = ServiceTier(word: word), tier != .standard, hasBegun(variant, text),
        let prices = outline.member("prices", of: variant, in: text)
      else { continue }
      try add(prices, tier, name, text, &draft)
    }
    return draft.price
  }

  /// The prices that hold today: an object, or of a list of objects the last one that has begun.
  /// Prices that hold at some hours only are left out.
  private func newest(_ prices: Int, _ text: UnsafeRawBufferPointer) -> Int? {
    guard outline.nodes[prices].kind == .array else { return prices }
    return children(of: prices).last { hasBegun($0, text) }
      .flatMap { outline.member("prices", of: $0, in: text) }
  }

  private func hasBegun(_ part: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    guard let rule = outline.member("constraint", of: part, in: text),
      outline.nodes[rule].kind == .object
    else { return true }
    return date("start_date", of: rule, text).map { $0.daysSince1970 <= day.daysSince1970 } ?? false
  }

  private func add(
    _ prices: Int, _ tier: ServiceTier, _ model: String, _ text: UnsafeRawBufferPointer,
    _ draft: inout PriceDraft
  ) throws(PriceFileError) {
    for member in try members(of: prices, model, text) {
      if member.name == "requests_kcount" {
        draft.request = try fee(member, text).map { $0 / 1000 }
      } else if let rate = Self.rate(member.name) {
        try add(member, rate, tier, text, &draft)
      }
    }
  }

  /// One price: a number, or `base` with `tiers` for prompts of more than `start` tokens.
  private func add(
    _ member: Member, _ rate: WritableKeyPath<PriceDraft.Rates, Double?>, _ tier: ServiceTier,
    _ text: UnsafeRawBufferPointer, _ draft: inout PriceDraft
  ) throws(PriceFileError) {
    guard outline.nodes[member.index].kind == .object else {
      draft[.init(tier: tier)][keyPath: rate] = try perMillion(member, text)
      return
    }
    func number(_ name: StaticString, _ parent: Int) -> Member? {
      outline.member(name, of: parent, in: text).map {
        Member(index: $0, name: member.name, model: member.model)
      }
    }
    if let base = number("base", member.index) {
      draft[.init(tier: tier)][keyPath: rate] = try perMillion(base, text)
    }
    for step in outline.member("tiers", of: member.index, in: text).map(children) ?? [] {
      guard let start = number("start", step).flatMap({ outline.integer($0.index, in: text) }),
        start > 0, let price = number("price", step)
      else { continue }
      draft[.init(tier: tier, above: start)][keyPath: rate] = try perMillion(price, text)
    }
  }

  private static func rate(_ name: String) -> WritableKeyPath<PriceDraft.Rates, Double?>? {
    switch name {
    case "input_mtok": \.input
    case "output_mtok": \.output
    case "cache_read_mtok": \.cached
    case "cache_write_mtok": \.written
    case "output_reasoning_mtok": \.reasoning
    case "input_audio_mtok": \.audioIn
    case "output_audio_mtok": \.audioOut
    default: nil
    }
  }
}
