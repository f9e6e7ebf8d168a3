/// Which models think before they answer if the request does not say how much, by name. Remembers the
/// model that was asked for last: most bodies name the same one as the body before.
///
/// From the makers' documentation as of 2026-11. A model that can think, but does so only if the
/// request asks for it (Claude, Gemini 2.5 Flash-Lite, Mistral), is not in the table.
package struct ThinkingModels: Sendable {
  private var last: (name: String, thinks: Bool)?

  package init() {}

  package mutating func contain(_ model: String) -> Bool {
    if let last, last.name == model { return last.thinks }
    let thinks = Self.contain(model)
    last = (model, thinks)
    return thinks
  }

  /// Beginnings of names, without the gateway and the maker.
  private static let beginnings = [
    "gpt-5", "gpt-6", "gpt-oss", "o1", "o3", "o4", "gemini-2.5-pro", "gemini-2.5-flash", "gemini-3",
    "deepseek-r", "deepseek-reasoner", "qwq", "qwen3", "grok-3-mini", "grok-4", "grok-code",
    "magistral", "glm-4.5", "glm-4.6", "glm-4.7", "glm-5", "minimax-m1", "minimax-m2",
  ]
  /// A name with one of these parts is that of a model that thinks.
  private static let marks = ["thinking", "reasoning", "reasoner"]
  /// A name with one of these parts is that of a sibling that does not.
  private static let exceptions = [
    "non-reasoning", "non-thinking", "nothink", "instruct", "-chat", "flash-lite", "qwen3-coder",
    "qwen3-max", "embedding", "image", "audio", "tts",
  ]

  static func contain(_ model: String) -> Bool {
    let name = (model.split(separator: "/").last ?? "").lowercased().prefix(200)
    if exceptions.contains(where: { name.contains($0) }) { return false }
    return beginnings.contains { name.hasPrefix($0) } || marks.contains { name.contains($0) }
  }
}
