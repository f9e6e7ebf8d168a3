/// Measures request bodies, one after the other; keeps its buffers between them.
package struct RequestMeter {
  private var outline = JSONOutline()

  package init() {}

  /// `body`: a checked request body.
  package mutating func measure(_ body: UnsafeRawBufferPointer) -> RequestSize {
    guard (try? outline.read(body, depth: 1)) != nil else {
      return RequestSize(model: "", tokensIn: 0, ceilingOut: RequestSize.standardCeiling)
    }
    let model = outline.member("model", in: body).flatMap { outline.string($0, in: body) }
    let limit = outline.member("max_tokens", in: body).flatMap { outline.integer($0, in: body) }
    return RequestSize(
      model: model ?? "", tokensIn: body.count / 4,
      ceilingOut: limit ?? RequestSize.standardCeiling)
  }
}
