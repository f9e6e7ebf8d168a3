import Basics

/// Measures request bodies, one after the other; keeps its buffers between them.
///
/// A body is outlined once and its texts are read once, where they stand.
package struct RequestMeter {
  /// A model as the bodies spell it, with its quotes; most bodies name the one before's.
  private struct Model {
    var spelling: [UInt8] = []
    var name = ""
    var family = TokenFamily.middle
  }

  private var outline = JSONOutline()
  private var last = Model()

  package init() {}

  /// `body`: a checked request body. One that is no JSON object measures as empty.
  package mutating func measure(_ body: UnsafeRawBufferPointer) -> RequestSize {
    // Down to the URL of an image: messages, message, content, part, image_url, url.
    guard (try? outline.read(body, depth: 6)) != nil else {
      return RequestSize(model: "", tokensIn: 0, ceilingOut: RequestSize.standardCeiling)
    }
    let model = model(of: body)
    let costs = TokenCosts.of(model.family)
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
      model: model.name, tokensIn: tokens, ceilingOut: OutputCeiling(outline, body).tokens)
  }

  private mutating func model(of body: UnsafeRawBufferPointer) -> Model {
    guard let index = outline.member("model", in: body) else { return Model() }
    let spelling = UnsafeRawBufferPointer(rebasing: body[outline.nodes[index].range])
    if !spelling.elementsEqual(last.spelling) {
      guard let name = outline.string(index, in: body) else { return Model() }
      last = Model(spelling: Array(spelling), name: name, family: TokenFamily(model: name))
    }
    return last
  }
}
