package import Basics
package import Tokens

/// The most that one request can be charged, as far as its body tells. The spending cap
/// (`--max-cost`), the token budget and the ceilings of an estimate are all taken from here.
package struct CostCeiling: Sendable, Equatable {
  /// Bounds if ``gaps`` is empty. What the body leaves open is in them with an assumption.
  package let tokensIn: Int
  package let tokensOut: Int
  package let terms: BillingTerms
  package let gaps: CeilingGaps

  package init(
    tokensIn: Int, tokensOut: Int, terms: BillingTerms = BillingTerms(),
    gaps: CeilingGaps = CeilingGaps()
  ) {
    self.tokensIn = max(0, tokensIn)
    self.tokensOut = max(0, tokensOut)
    self.terms = terms
    self.gaps = gaps
  }

  /// `standardOut`: how long the API lets an answer become if the request sets no limit; `nil`: that
  /// is not documented.
  package init(_ size: RequestSize, standardOut: Int?) {
    var gaps = CeilingGaps()
    gaps.parts = size.unbounded
    gaps.withoutLimit = size.ceilingOut == nil && standardOut == nil ? 1 : 0
    self.init(
      tokensIn: size.mostIn, tokensOut: size.ceilingOut(standard: standardOut ?? Self.assumedOut),
      terms: size.terms, gaps: gaps)
  }

  /// Counted for an answer that nothing limits.
  package static let assumedOut = RequestSize.standardCeiling

  /// Tokens in and out together.
  package var tokens: Int {
    let (sum, isTooLarge) = tokensIn.addingReportingOverflow(tokensOut)
    return isTooLarge ? .max : sum
  }

  package func cost(at price: Price) -> Money {
    Money(dollars: price.ceiling(tokensIn: tokensIn, tokensOut: tokensOut, terms))
  }
}

/// Why the ceilings of some requests are no bounds, with counts.
package struct CeilingGaps: Sendable, Equatable {
  /// Parts of requests that may have any number of tokens.
  package var parts = UnboundedParts()
  /// Requests without `max_tokens`, at an API whose own limit is not known.
  package var withoutLimit = 0

  package init() {}

  /// The prompts have a bound.
  package var hasInputBound: Bool { parts.isEmpty }

  package var isEmpty: Bool { parts.isEmpty && withoutLimit == 0 }

  /// For example `2 linked pictures, 3 requests without max_tokens`; empty if there are none.
  package var words: String {
    let limits =
      withoutLimit > 0 ? [Figure.count(withoutLimit, "request") + " without max_tokens"] : []
    return ((parts.isEmpty ? [] : [parts.words]) + limits).joined(separator: ", ")
  }

  /// By kind, without zeros, for JSON output.
  package var counts: [String: Int] {
    [
      "linked_pictures": parts.linkedPictures, "unreadable_pictures": parts.unreadablePictures,
      "files": parts.files, "documents": parts.documents, "recordings": parts.recordings,
      "other_parts": parts.others,
      "served_tools": parts.servedTools, "requests_without_max_tokens": withoutLimit,
    ].filter { $0.value > 0 }
  }

  /// Of `count` requests for each of these.
  package func scaled(_ count: Int) -> CeilingGaps {
    var scaled = CeilingGaps()
    scaled.parts.linkedPictures = parts.linkedPictures * count
    scaled.parts.unreadablePictures = parts.unreadablePictures * count
    scaled.parts.files = parts.files * count
    scaled.parts.documents = parts.documents * count
    scaled.parts.recordings = parts.recordings * count
    scaled.parts.others = parts.others * count
    scaled.parts.servedTools = parts.servedTools * count
    scaled.withoutLimit = withoutLimit * count
    return scaled
  }

  package static func += (sum: inout CeilingGaps, other: CeilingGaps) {
    sum.parts += other.parts
    sum.withoutLimit += other.withoutLimit
  }
}
