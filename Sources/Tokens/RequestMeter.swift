import Basics

/// Estimates the size of request bodies. Reuse one meter for many bodies: it keeps its buffers.
///
/// A body is parsed once and each of its texts is read once, without a copy.
package struct RequestMeter {
  /// The model that was found last. Most bodies name the same model as the body before.
  private struct Model {
    /// The JSON string with its quotes and escapes.
    var spelling: [UInt8] = []
    var name = ""
    var family = TokenFamily.middle
  }

  private var outline = JSONOutline()
  private var last = Model()

  package init() {}

  /// Measures a request body. A body that is not a JSON object counts as one without a model and
  /// messages.
  package mutating func measure(_ body: UnsafeRawBufferPointer) -> RequestSize {
    // The deepest value needed is an image's URL: messages, message, content, part, image_url, url.
    guard (try? outline.read(body, depth: 6)) != nil else {
      return RequestSize(model: "", tokensIn: 0, mostIn: body.count, ceilingOut: nil)
    }
    let model = model(of: body)
    let costs = TokenCosts.of(model.family)
    let prompt = costs.units.withUnsafeBufferPointer { costs in
      CharacterClass.ofByte.withUnsafeBufferPointer { ofByte in
        CharacterClass.ofUnit.withUnsafeBufferPointer { ofUnit in
          let empty = TextMeter(
            costs: costs.baseAddress!, classOfByte: ofByte.baseAddress!,
            classOfUnit: ofUnit.baseAddress!)
          var prompt = PromptMeter(outline: outline, body: body, empty: empty)
          prompt.readRequest()
          return prompt
        }
      }
    }
    let ceiling = OutputCeiling(outline, body)
    return RequestSize(
      model: model.name, tokensIn: prompt.tokens, mostIn: prompt.most, unbounded: prompt.unbounded,
      ceilingOut: ceiling.tokens, answers: ceiling.answers,
      effort: ReasoningEffort(outline, body))
  }

  /// The body's model; one without a name if the body has none.
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
