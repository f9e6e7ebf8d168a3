/// Measures request bodies, one after the other; keeps its buffers between them.
///
/// A body is outlined once and its texts are read once, where they stand.
package struct RequestMeter {
  private var outline = JSONOutline()

  package init() {}

  /// `body`: a checked request body. One that is no JSON object measures as empty.
  package mutating func measure(_ body: UnsafeRawBufferPointer) -> RequestSize {
    // Down to the URL of an image: messages, message, content, part, image_url, url.
    guard (try? outline.read(body, depth: 6)) != nil else {
      return RequestSize(model: "", tokensIn: 0, ceilingOut: RequestSize.standardCeiling)
    }
    let model = outline.member("model", in: body).flatMap { outline.string($0, in: body) } ?? ""
    let costs = TokenCosts.of(TokenFamily(model: model))
    let tokens = costs.units.withUnsafeBufferPointer { costs in
      CharacterClass.ofByte.withUnsafeBufferPointer { ofByte in
        CharacterClass.ofUnit.withUnsafeBufferPointer { ofUnit in
          let empty = TextMeter(
            costs: costs.baseAddress!, classOfByte: ofByte.baseAddress!,
            classOfUnit: ofUnit.baseAddress!)
          var prompt = PromptMeter(outline: outline, body: body, empty: empty)
          prompt.readRequest()
          return prompt.tokens
        }
      }
    }
    return RequestSize(
      model: model, tokensIn: tokens, ceilingOut: OutputCeiling(outline, body).tokens)
  }
}
