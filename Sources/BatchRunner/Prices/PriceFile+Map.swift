import Basics

extension PriceFile {
  /// The models of a map, LiteLLM's or a plain one.
  func map(_ text: UnsafeRawBufferPointer) throws(PriceFileError) -> [PriceEntry] {
    var entries: [PriceEntry] = []
    var names: Set<String> = []
    for index in children(of: 0) {
      guard let model = key(of: index, text), !model.isEmpty else {
        throw malformed("the name of a model cannot be read")
      }
      // In LiteLLM's map, this entry only documents the format.
      if model == "sample_spec" { continue }
      guard outline.nodes[index].kind == .object else {
        throw malformed("'\(model)' is not an object with prices")
      }
      guard names.insert(model).inserted else { throw malformed("'\(model)' appears twice") }
      let members = try members(of: index, model, text)
      if let price = try price(inPlain: members, model, text) {
        entries.append(PriceEntry(model, price))
        continue
      }
      let price = try price(inLiteLLM: members, text)
      guard price != nil || isChat(index, text) else { continue }
      entries.append(
        PriceEntry(
          model, price, retirement: date("deprecation_date", of: index, text), isMakersList: true))
    }
    return entries
  }

  /// Whether an entry of LiteLLM's map is a model that answers chats.
  private func isChat(_ entry: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    ["chat", "completion", "responses"].contains(string("mode", of: entry, text))
  }

  /// The entry of one model in a plain map, in dollars per million tokens; `nil`: it has no price.
  ///
  /// Somebody wrote it by hand, so that a price without its other half is a mistake.
  private func price(
    inPlain members: [Member], _ model: String, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) -> Price? {
    var draft = PriceDraft()
    for member in members {
      switch member.name {
      case "input_per_1m", "input": draft[.init()].input = try perMillion(member, text)
      case "output_per_1m", "output": draft[.init()].output = try perMillion(member, text)
      case "cached_input_per_1m", "cached_input":
        draft[.init()].cached = try perMillion(member, text)
      case "per_request", "request": draft.request = try fee(member, text)
      case "per_picture", "picture": draft.picture = try fee(member, text)
      default: break
      }
    }
    let rates = draft[.init()]
    guard (rates.input == nil) == (rates.output == nil) else {
      let missing = rates.input == nil ? "input" : "output"
      throw malformed("'\(model)' has no price for its \(missing)")
    }
    return draft.price
  }
}
