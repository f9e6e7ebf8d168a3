package import Basics

/// What a price list says about a model.
package struct PriceMatch: Sendable {
  package let price: Price
  /// The entry of the list that was used, in the list's spelling.
  package let entry: String
  /// The first day on which the model can no longer be used; `nil`: none is known.
  package let retirement: CivilDate?
  /// How many services sell the model at different prices, of which ``price`` is the highest, because
  /// the name states none of them; 1: the price is certain.
  package let offers: Int
}
