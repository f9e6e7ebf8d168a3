/// The tokenizer whose costs are used to estimate a model's tokens.
package enum TokenFamily: Sendable, CaseIterable {
  /// OpenAI's `o200k_base`: GPT-4o, 4.1, 4.5, 5, the o series, gpt-oss.
  case o200k
  /// OpenAI's `cl100k_base`: GPT-4, GPT-4 Turbo, GPT-3.5.
  case cl100k
  /// The mean of the other two, for models whose tokenizer is not published or not measured.
  ///
  /// The two agree on English and code. In other scripts `cl100k_base` needs 1.3 to 4 times as many
  /// tokens as `o200k_base`.
  case middle

  /// Chooses by the model's name. Case and prefixes such as `openai/`, `azure/`, `bedrock/openai.`
  /// and `ft:` do not matter.
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

  /// Whether `known` is the beginning of the name and no letter or digit follows it: `o1-mini`
  /// matches `o1`, but `o10` and `o1x` do not.
  private static func begins(_ name: Substring, with known: String) -> Bool {
    guard name.hasPrefix(known) else { return false }
    guard let next = name.dropFirst(known.count).first else { return true }
    return !next.isLetter && !next.isNumber
  }
}
