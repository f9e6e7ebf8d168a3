import Basics

/// What the price of a request depends on besides its tokens, from its body alone.
///
/// It has 3 bytes, because an estimate keeps it for each of millions of jobs.
package struct BillingTerms: Sendable, Equatable {
  /// Pictures in the prompt. More count as 65,535; OpenAI takes 1,500 and Gemini 3,600 in a request.
  package let pictures: UInt16
  private let marks: UInt8

  /// `sendsAudio`: the prompt has recordings. `asksForAudio`: the answer may be spoken.
  package init(
    tier: RequestedTier = .open, pictures: Int = 0, sendsAudio: Bool = false,
    asksForAudio: Bool = false
  ) {
    self.pictures = UInt16(clamping: pictures)
    let tier: UInt8 =
      switch tier {
      case .open: 0
      case .unknown: 1
      case .named(let named): 2 + named.rawValue
      }
    marks = tier << 2 | (sendsAudio ? Self.sends : 0) | (asksForAudio ? Self.asks : 0)
  }

  /// Reads a request body whose prompt has these pictures and recordings.
  init(
    _ outline: JSONOutline, _ body: UnsafeRawBufferPointer, pictures: Int, sendsAudio: Bool
  ) {
    self.init(
      tier: RequestedTier(outline, body), pictures: pictures, sendsAudio: sendsAudio,
      asksForAudio: Self.asksForAudio(outline, body))
  }

  private static let sends: UInt8 = 1
  private static let asks: UInt8 = 2

  package var sendsAudio: Bool { marks & Self.sends != 0 }
  package var asksForAudio: Bool { marks & Self.asks != 0 }

  package var tier: RequestedTier {
    switch marks >> 2 {
    case 0: .open
    case 1: .unknown
    case let named: ServiceTier(rawValue: named - 2).map(RequestedTier.named) ?? .unknown
    }
  }

  /// `audio` says how the answer is to be spoken; some servers speak without `modalities` then.
  private static func asksForAudio(
    _ outline: JSONOutline, _ body: UnsafeRawBufferPointer
  ) -> Bool {
    if let voice = outline.member("audio", in: body), outline.nodes[voice].kind == .object {
      return true
    }
    guard let kinds = outline.member("modalities", in: body), outline.nodes[kinds].kind == .array
    else { return false }
    var found = false
    outline.forEachChild(of: kinds) { if outline.isString($0, "audio", in: body) { found = true } }
    return found
  }
}
