package import Basics

/// What a price list has about one model.
package struct PriceEntry: Sendable {
  let name: ModelName
  /// `nil`: the list knows the model, but not what it costs.
  package let price: Price?
  /// The first day on which the model can no longer be used; `nil`: none is known.
  package let retirement: CivilDate?
  /// Who sells the model at this price; `nil`: the list does not say, so that it holds everywhere.
  let owner: String?

  /// `isMakersList`: names without an owner are those of the model's maker, as in LiteLLM's map.
  package init(
    _ model: String, _ price: Price?, retirement: CivilDate? = nil, isMakersList: Bool = false
  ) {
    name = ModelName(model)
    self.price = price
    self.retirement = retirement
    owner = name.owner ?? (isMakersList ? ModelOwner.maker(of: name.plain) ?? "" : nil)
  }

  /// The model as the list spells it, in lower case.
  package var model: String { name.spelt }
}
