import Basics

/// Finds what a service itself does for a request, such as a web search.
enum ServedTools {
  /// How many such tools the request names.
  static func count(_ outline: JSONOutline, _ body: UnsafeRawBufferPointer) -> Int {
    var count = 0
    if let tools = outline.member("tools", in: body), outline.nodes[tools].kind == .array {
      outline.forEachChild(of: tools) {
        if let type = outline.member("type", of: $0, in: body), outline.nodes[type].kind == .string,
          !outline.isString(type, "function", in: body), !outline.isString(type, "custom", in: body)
        {
          count += 1
        }
      }
    }
    for name in names {
      if let index = outline.member(name, in: body), isOn(index, outline, body) { count += 1 }
    }
    return count
  }

  /// OpenAI's and Perplexity's search, xAI's, OpenRouter's plugins, DashScope's search, Azure's data.
  private static let names: [StaticString] = [
    "web_search_options", "search_parameters", "plugins", "enable_search", "data_sources",
  ]

  private static func isOn(
    _ index: Int, _ outline: JSONOutline, _ body: UnsafeRawBufferPointer
  ) -> Bool {
    switch outline.nodes[index].kind {
    case .null, .false: false
    case .array: outline.nodes[index].next > index + 1
    case .object:
      outline.member("mode", of: index, in: body).map { !outline.isString($0, "off", in: body) }
        ?? true
    default: true
    }
  }
}
