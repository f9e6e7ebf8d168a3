import Basics
import Tokens

extension PriceFile {
  /// The entry of one model in LiteLLM's map, in dollars per token; `nil`: it has no price.
  ///
  /// A price of zero means there that the price is unknown: a part of the tokens, such as cached
  /// ones, then costs what the whole does. A price for a picture beside prices for tokens is no fee:
  /// it says what the picture's tokens cost (version 1.110.2, `gemini-3-pro-image`: $0.0011, which are
  /// 560 tokens at $2 a million; https://ai.google.dev/gemini-api/docs/pricing says "equivalent to").
  func price(inLiteLLM members: [Member], _ text: UnsafeRawBufferPointer) throws(PriceFileError)
    -> Price?
  {
    var draft = PriceDraft()
    for member in members {
      switch member.name {
      case "input_cost_per_request": draft.request = try fee(member, text)
      case "input_cost_per_image": draft.picture = try fee(member, text)
      case "tiered_pricing": try addTiers(member, text, &draft)
      default:
        guard let column = Column(member.name) else { continue }
        let price = try perMillion(member, text, scale: 1_000_000)
        draft[column.place][keyPath: column.rate] = price == 0 && column.isPart ? nil : price
      }
    }
    guard var price = draft.price else { return nil }
    let isWhole = price.input > 0 && price.output > 0
    if isWhole { price.picture = 0 }
    return isWhole || price.request > 0 ? price : nil
  }

  /// `tiered_pricing`: prices by the length of the prompt, as `range`.
  private func addTiers(
    _ member: Member, _ text: UnsafeRawBufferPointer, _ draft: inout PriceDraft
  ) throws(PriceFileError) {
    guard outline.nodes[member.index].kind == .array else { return }
    for tier in children(of: member.index) {
      guard let range = outline.member("range", of: tier, in: text),
        let low = children(of: range).first, let above = outline.number(low, in: text),
        (0...1e9).contains(above)
      else { continue }
      for part in try members(of: tier, member.model, text) {
        guard let column = Column(part.name), column.place == .init() else { continue }
        draft[.init(above: Int(above))][keyPath: column.rate] =
          try perMillion(part, text, scale: 1_000_000)
      }
    }
  }

  /// What a member of LiteLLM's map prices, such as
  /// `input_cost_per_token_above_200k_tokens_priority`.
  private struct Column {
    var rate: WritableKeyPath<PriceDraft.Rates, Double?>
    var place = PriceDraft.Place()

    private static var rates: [(name: String, rate: WritableKeyPath<PriceDraft.Rates, Double?>)] {
      [
        ("input_cost_per_token", \.input), ("output_cost_per_token", \.output),
        ("cache_read_input_token_cost", \.cached),
        ("cache_creation_input_token_cost", \.written),
        ("output_cost_per_reasoning_token", \.reasoning),
        ("input_cost_per_audio_token", \.audioIn), ("output_cost_per_audio_token", \.audioOut),
      ]
    }

    /// Whether it prices a part of the prompt or the answer.
    var isPart: Bool { rate != \.input && rate != \.output }

    init?(_ name: String) {
      guard let found = Self.rates.first(where: { name.hasPrefix($0.name) }) else { return nil }
      rate = found.rate
      var rest = name.dropFirst(found.name.count)
      if rest.hasPrefix("_above_") {
        let digits = rest.dropFirst(7).prefix { $0.isNumber }
        guard digits.count <= 6, let thousands = Int(digits), thousands > 0 else { return nil }
        rest = rest.dropFirst(7 + digits.count)
        guard rest.hasPrefix("k_tokens") else { return nil }
        rest = rest.dropFirst(8)
        place.above = thousands * 1000
      }
      switch rest {
      case "": break
      case "_flex": place.tier = .flex
      case "_priority": place.tier = .priority
      case "_batches": place.tier = .batch
      default: return nil
      }
    }
  }
}
