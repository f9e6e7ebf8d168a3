import Basics

extension PriceFile {
  /// The models of OpenRouter's list, whose prices are texts with dollars per token.
  ///
  /// -1 means that the price varies, so it is unknown. A model whose prices are 0 is free.
  func offers(
    in list: Int, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) -> [PriceEntry] {
    var entries: [PriceEntry] = []
    for model in children(of: list) {
      guard outline.nodes[model].kind == .object else {
        throw malformed("'data' contains something that is not an object")
      }
      guard let name = string("id", of: model, text),
        let pricing = outline.member("pricing", of: model, in: text)
      else { continue }
      let price = try price(inOffer: pricing, of: name, text)
      let retirement = date("expiration_date", of: model, text)
      entries.append(PriceEntry(name, price, retirement: retirement))
    }
    return entries
  }

  private func price(
    inOffer pricing: Int, of model: String, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) -> Price? {
    var draft = PriceDraft()
    for member in try members(of: pricing, model, text) {
      switch member.name {
      case "request": draft.request = try tokenPrice(member, text, most: Self.maxPerRequest)
      case "image": draft.picture = try tokenPrice(member, text, most: Self.maxPerRequest)
      case "overrides":
        for part in children(of: member.index) { try addOverride(part, model, text, &draft) }
      default: try addRate(member, text, &draft[.init()])
      }
    }
    return draft.price
  }

  /// The prices of longer prompts: `min_prompt_tokens` is the first length that has them.
  private func addOverride(
    _ part: Int, _ model: String, _ text: UnsafeRawBufferPointer, _ draft: inout PriceDraft
  ) throws(PriceFileError) {
    guard let bound = outline.member("min_prompt_tokens", of: part, in: text),
      let tokens = outline.integer(bound, in: text), tokens > 0
    else { return }
    for member in try members(of: part, model, text) {
      try addRate(member, text, &draft[.init(above: tokens - 1)])
    }
  }

  private func addRate(
    _ member: Member, _ text: UnsafeRawBufferPointer, _ rates: inout PriceDraft.Rates
  ) throws(PriceFileError) {
    func price() throws(PriceFileError) -> Double? {
      try tokenPrice(member, text, most: Self.maxPerMillion / 1_000_000)
        .map { ($0 * 1_000_000).toNineDecimals }
    }
    switch member.name {
    case "prompt": rates.input = try price()
    case "completion": rates.output = try price()
    case "input_cache_read": rates.cached = try price()
    case "input_cache_write": rates.written = try price()
    case "internal_reasoning": rates.reasoning = try price()
    case "audio": rates.audioIn = try price()
    case "audio_output": rates.audioOut = try price()
    default: break
    }
  }

  /// A price in dollars, a text or a number; `nil`: it is `null`, or it varies.
  private func tokenPrice(
    _ member: Member, _ text: UnsafeRawBufferPointer, most: Double
  ) throws(PriceFileError) -> Double? {
    let name = "'\(member.name)' of '\(member.model)'"
    guard outline.nodes[member.index].kind != .null else { return nil }
    let word = outline.string(member.index, in: text)
    guard let value = word.flatMap(Double.init) ?? outline.number(member.index, in: text),
      value.isFinite
    else { throw malformed("\(name) is not a number") }
    if value == -1 { return nil }
    guard value >= 0 else { throw malformed("\(name) is negative") }
    guard value <= most else { throw malformed("\(name) is too high: above \(most) dollars") }
    return value
  }
}
