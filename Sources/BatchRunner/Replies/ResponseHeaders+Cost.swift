package import Basics

extension ResponseHeaders {
  /// What a header says the answer cost; `nil`: none does. 0 says nothing: LiteLLM sends it with
  /// streams.
  package var reportedCost: Money? {
    // `Double` would also read "nan", "infinity" and hexadecimal digits.
    guard let text = others.responseCost, text.utf8.count <= 64,
      text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }), let dollars = Double(text)
    else { return nil }
    return UsageReader.cost(dollars: dollars)
  }
}
