import Basics

/// A model's name in three forms, from the spelling that was given to the shortest form, so that
/// different spellings of one model get the same price.
///
/// Only parts that never distinguish two models are removed: letter case, the gateway and the maker
/// before the name, a cloud's region, and a version or date after it. Every other word is part of
/// the model: `gpt-4o-audio-preview` is not `gpt-4o`, and `…:free` is not the paid model.
package struct ModelName: Sendable, Hashable {
  /// The name as it was given, in lower case.
  package let spelt: String
  /// The name without gateway, maker, region and version; its date is kept.
  package let dated: String
  /// The name without its date either.
  package let plain: String

  package init(_ text: String) {
    spelt = text.lowercased()
    var name = spelt[...]
    while let slash = name.firstIndex(of: "/"), Self.owners.contains(String(name[..<slash])) {
      name = name[name.index(after: slash)...]
    }
    name = Self.withoutCloud(name)
    dated = Self.familyFirst(String(name.replacing("@", with: "-")))
    var bare = name
    if let at = bare.lastIndex(of: "@"), Self.isStamp(bare[bare.index(after: at)...]) {
      bare = bare[..<at]
    }
    for suffix in ["-latest", "-default"] where bare.hasSuffix(suffix) {
      bare = bare.dropLast(suffix.count)
    }
    plain = Self.familyFirst(String(Self.withoutDate(bare)))
  }

  /// Makers of models, and gateways that sell a model at its maker's price.
  private static let owners: Set<String> = [
    "ai21", "alibaba", "amazon", "anthropic", "azure", "azure_ai", "bedrock", "cohere", "converse",
    "dashscope", "deepseek", "deepseek-ai", "gemini", "google", "meta", "meta-llama", "mistral",
    "mistralai", "models", "openai", "openrouter", "qwen", "vertex", "vertex_ai", "x-ai", "xai",
  ]

  /// Regions of clouds, which come before the maker's name.
  private static let regions: Set<Substring> = [
    "apac", "au", "ca", "eu", "global", "in", "jp", "us", "us-gov",
  ]

  /// Removes what AWS Bedrock adds: `us.anthropic.claude-sonnet-4-5-20250929-v1:0` becomes
  /// `claude-sonnet-4-5-20250929`.
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

  /// Removes a date at the end, as in `gpt-5-2025-08-07` and `claude-sonnet-4-5-20250929`.
  private static func withoutDate(_ name: Substring) -> Substring {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    guard words.count > 1, let last = words.last else { return name }
    if isStamp(last), last != "latest", last != "default" { return name.dropLast(last.count + 1) }
    guard words.count > 3, let year = words.dropLast(2).last, year.count == 4, year.hasPrefix("20"),
      words.suffix(3).allSatisfy({ isNumber($0) }), words.suffix(2).allSatisfy({ $0.count == 2 })
    else { return name }
    return name.dropLast(11)
  }

  /// Whether a text names a version without changing the model: a date of eight digits from 2000
  /// on, `latest` or `default`.
  private static func isStamp(_ text: Substring) -> Bool {
    text == "latest" || text == "default"
      || (text.count == 8 && text.hasPrefix("20") && isNumber(text))
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Puts the family before the version: `claude-4.5-sonnet` and `claude-4-5-sonnet` become
  /// `claude-sonnet-4-5`. A date stays at the end.
  private static func familyFirst(_ name: String) -> String {
    guard name.hasPrefix("claude-") else { return name }
    let words = name.dropFirst(7).split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "." })
    let numbers = words.filter { isNumber($0) }
    let families = words.filter { !isNumber($0) }
    guard families.count == 1 else { return name }
    return (["claude", families[0]] + numbers).joined(separator: "-")
  }
}
