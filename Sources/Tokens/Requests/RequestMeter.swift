import Basics

/// Estimates the size of request bodies. Reuse one meter for many bodies: it keeps its buffers.
///
/// A body is parsed once and each of its texts is read once, without a copy.
package struct RequestMeter {
  private var outline = JSONOutline()
  private var tools = ToolMeter()
  /// The model that was found last. Most bodies name the same model as the body before.
  private var model = MeteredModel("")
  /// Its name as a JSON string with its quotes and escapes.
  private var spelling: [UInt8] = []

  package init() {}

  /// Measures a request body. A body that is not a JSON object counts as one without a model and
  /// messages.
  package mutating func measure(_ body: UnsafeRawBufferPointer) -> RequestSize {
    // The deepest value needed is an image's URL: messages, message, content, part, image_url, url.
    guard (try? outline.read(body, depth: 6)) != nil else {
      return RequestSize(model: "", tokensIn: 0, mostIn: body.count, ceilingOut: nil)
    }
    readModel(of: body)
    let costs = TokenCosts.of(model.family.vocabulary)
    let prompt = costs.units.withUnsafeBufferPointer { costs in
      CharacterClass.ofByte.withUnsafeBufferPointer { ofByte in
        CharacterClass.ofUnit.withUnsafeBufferPointer { ofUnit in
          FrequentWords.bits.withUnsafeBufferPointer { words in
            let empty = TextMeter(
              costs: costs.baseAddress!, classOfByte: ofByte.baseAddress!,
              classOfUnit: ofUnit.baseAddress!, frequentWords: words.baseAddress!)
            var prompt = PromptMeter(outline: outline, body: body, model: model, empty: empty)
            prompt.readRequest(&tools)
            return prompt
          }
        }
      }
    }
    let ceiling = OutputCeiling(outline, body)
    return RequestSize(
      model: model.name, tokensIn: prompt.tokens, mostIn: prompt.most, unbounded: prompt.unbounded,
      ceilingOut: ceiling.tokens, answers: ceiling.answers,
      effort: ReasoningEffort(outline, body),
      terms: BillingTerms(
        outline, body, pictures: prompt.pictures, sendsAudio: prompt.unbounded.recordings > 0))
  }

  /// Looks the body's model up, unless it is the last one; one without a name if the body has none.
  private mutating func readModel(of body: UnsafeRawBufferPointer) {
    guard let index = outline.member("model", in: body),
      case let found = UnsafeRawBufferPointer(rebasing: body[outline.nodes[index].range])
    else {
      return setModel("", spelling: [])
    }
    guard !found.elementsEqual(spelling) else { return }
    let name = outline.string(index, in: body)
    setModel(name ?? "", spelling: name == nil ? [] : Array(found))
  }

  private mutating func setModel(_ name: String, spelling: [UInt8]) {
    self.spelling = spelling
    model = MeteredModel(name)
  }
}
