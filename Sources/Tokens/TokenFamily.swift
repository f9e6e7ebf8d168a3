/// Which tokenizer's costs to count with.
package enum TokenFamily: Sendable, CaseIterable {
  /// OpenAI's `o200k_base`: GPT-4o, 4.1, 4.5, 5, the o series, gpt-oss.
  case o200k
  /// OpenAI's `cl100k_base`: GPT-4, GPT-4 Turbo, GPT-3.5.
  case cl100k
  /// Of a model whose tokenizer is not published or not measured: half way between the two. They
  /// agree on English and code; on other scripts the older one takes 1.3 to 4 times as many.
  case middle

  /// Prefixes such as `openai/`, `azure/`, `bedrock/openai.` and `ft:` do not matter.
  package init(model: String) {
    var name = model.lowercased()[...]
    if let slash = name.lastIndex(of: "/") { name = name[slash...].dropFirst() }
    for prefix in ["us.", "eu.", "openai.", "ft:"] where name.hasPrefix(prefix) {
      name = name.dropFirst(prefix.count)
    }
    if Self.newer.contains(where: { Self.begins(name, with: $0) }) {
      self = .o200k
    } else if Self.older.contains(where: { Self.begins(name, with: $0) }) {
      self = .cl100k
    } else {
      self = .middle
    }
  }

  private static let newer = [
    "gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "gpt-oss", "chatgpt-4o", "o1", "o3", "o4",
  ]
  private static let older = ["gpt-4", "gpt-3.5", "gpt-35"]

  /// `o1-mini` begins with `o1`, `o10` and `o1x` do not.
  private static func begins(_ name: Substring, with known: String) -> Bool {
    guard name.hasPrefix(known) else { return false }
    guard let next = name.dropFirst(known.count).first else { return true }
    return !next.isLetter && !next.isNumber
  }
}
