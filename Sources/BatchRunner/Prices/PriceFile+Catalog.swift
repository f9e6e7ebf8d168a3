import Basics

extension PriceFile {
  /// The products of a saved catalog. A product that is not sold by tokens or requests is left out.
  func products(
    in list: Int, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) -> [PriceEntry] {
    var entries: [PriceEntry] = []
    for product in children(of: list) {
      guard outline.nodes[product].kind == .object else {
        throw malformed("'products' contains something that is not an object")
      }
      let names = [string("id", of: product, text), string("slug", of: product, text)]
        .compactMap(\.self)
      guard let first = names.first, let pricing = outline.member("pricing", of: product, in: text)
      else { continue }
      guard let price = try price(inCatalog: pricing, of: first, text) else { continue }
      entries += names.map { PriceEntry($0, price) }
    }
    return entries
  }

  private func price(
    inCatalog pricing: Int, of model: String, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) -> Price? {
    var draft = PriceDraft()
    for member in try members(of: pricing, model, text) {
      switch member.name {
      case "per_1m_input_usd": draft[.init()].input = try perMillion(member, text)
      case "per_1m_cached_input_usd": draft[.init()].cached = try perMillion(member, text)
      case "per_1m_output_usd": draft[.init()].output = try perMillion(member, text)
      case "per_request_usd": draft.request = try fee(member, text)
      default: break
      }
    }
    return draft.price
  }
}
