import Basics

/// A model's name as people, gateways and clouds spell it, and what it comes down to.
///
/// Taken off is only what never tells two models apart: letter case, the gateway and the maker in
/// front, a cloud's region, a version stamp and a date behind. Any other word is part of the model:
/// `gpt-4o-audio-preview` is not `gpt-4o`, and `…:free` is not the paid one.
package struct ModelName: Sendable, Hashable {
  /// Lowercase, as it was spelt.
  package let spelt: String
  /// Without gateway, maker, region and version stamp; its date is kept.
  package let dated: String
  /// Without its date either.
  package let plain: String

  package init(_ text: String) {
    spelt = text.lowercased()
    var name = spelt[...]
    while let slash = name.firstIndex(of: "/"), Self.owners.contains(String(name[..<slash])) {
      name = name[name.index(after: slash)...]
    }
    name = Self.withoutCloud(name)
    dated = Self.inOrder(String(name.replacing("@", with: "-")))
    var bare = name
    if let at = bare.lastIndex(of: "@"), Self.isStamp(bare[bare.index(after: at)...]) {
      bare = bare[..<at]
    }
    for suffix in ["-latest", "-default"] where bare.hasSuffix(suffix) {
      bare = bare.dropLast(suffix.count)
    }
    plain = Self.inOrder(String(Self.withoutDate(bare)))
  }

  /// Gateways that pass a model on at its maker's price, and makers.
  private static let owners: Set<String> = [
    "ai21", "alibaba", "amazon", "anthropic", "azure", "azure_ai", "bedrock", "cohere", "converse",
    "dashscope", "deepseek", "deepseek-ai", "gemini", "google", "meta", "meta-llama", "mistral",
    "mistralai", "models", "openai", "openrouter", "qwen", "vertex", "vertex_ai", "x-ai", "xai",
  ]

  private static let regions: Set<Substring> = [
    "apac", "au", "ca", "eu", "global", "in", "jp", "us", "us-gov",
  ]

  /// `us.anthropic.claude-sonnet-4-5-20250929-v1:0` is `claude-sonnet-4-5-20250929`.
  private static func withoutCloud(_ name: Substring) -> Substring {
    var words = name.split(separator: ".", omittingEmptySubsequences: false)
    if words.count > 2, regions.contains(words[0]) { words.removeFirst() }
    guard words.count > 1, owners.contains(String(words[0])) else { return name }
    var rest = words.dropFirst().joined(separator: ".")[...]
    if let colon = rest.lastIndex(of: ":"), isNumber(rest[rest.index(after: colon)...]) {
      rest = rest[..<colon]
    }
    if let dash = rest.ranges(of: "-v").last, isNumber(rest[dash.upperBound...]) {
      rest = rest[..<dash.lowerBound]
    }
    return rest
  }

  /// `gpt-5-2025-08-07`, `claude-sonnet-4-5-20250929`.
  private static func withoutDate(_ name: Substring) -> Substring {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    guard words.count > 1, let last = words.last else { return name }
    if isStamp(last), last != "latest", last != "default" { return name.dropLast(last.count + 1) }
    guard words.count > 3, let year = words.dropLast(2).last, year.count == 4, year.hasPrefix("20"),
      words.suffix(3).allSatisfy({ isNumber($0) }), words.suffix(2).allSatisfy({ $0.count == 2 })
    else { return name }
    return name.dropLast(11)
  }

  /// What may stand behind an `@`: a date of eight digits in this century, or no version at all.
  private static func isStamp(_ text: Substring) -> Bool {
    text == "latest" || text == "default"
      || (text.count == 8 && text.hasPrefix("20") && isNumber(text))
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// `claude-4.5-sonnet` and `claude-4-5-sonnet` are `claude-sonnet-4-5`; a date stays behind.
  private static func inOrder(_ name: String) -> String {
    guard name.hasPrefix("claude-") else { return name }
    let words = name.dropFirst(7).split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "." })
    let numbers = words.filter { isNumber($0) }
    let families = words.filter { !isNumber($0) }
    guard families.count == 1 else { return name }
    return (["claude", families[0]] + numbers).joined(separator: "-")
  }
}
