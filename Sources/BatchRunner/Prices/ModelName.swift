import Basics

/// A model's name in three forms, from the spelling that was given to the shortest form, and its
/// owner, so that different spellings of one model get the same price.
///
/// Only parts that never distinguish two models are removed: letter case, the words before the
/// name, a cloud's region, and a version or date after it. Every other word is part of the model:
/// `gpt-4o-audio-preview` is not `gpt-4o`, and `…:free` is not the paid model. A date of four digits
/// stays, because models such as `qwen3-235b-a22b-2507` are not the ones without it.
struct ModelName: Sendable, Hashable {
  /// The name as it was given, in lower case.
  let spelt: String
  /// The service or the maker that the name states, see ``ModelOwner``; `nil`: none.
  let owner: String?
  /// The maker that the name states after a service, as in `openrouter/openai/gpt-5`.
  let maker: String?
  /// Whether the name states a region of a cloud, where prices may differ.
  let isRegional: Bool
  /// The name without owner, region and version; its date is kept.
  let dated: String
  /// The name without its date either.
  let plain: String

  /// Longer names are not taken apart. The longest name of a model so far has 90 letters.
  private static let longest = 400

  init(_ text: String) {
    spelt = text.lowercased()
    guard spelt.utf8.count <= Self.longest else {
      (owner, maker, isRegional, dated, plain) = (nil, nil, false, spelt, spelt)
      return
    }
    var parts = Parts(spelt)
    parts.removeVariant()
    (owner, maker, isRegional) = (parts.owner, parts.maker, parts.isRegional)
    dated = Self.familyFirst(parts.name.replacing("@", with: "-"))
    plain = Self.familyFirst(String(Self.withoutStamp(parts.name[...])))
  }

  /// Whether the owner is a service that sells the models of others.
  var isFromHost: Bool { owner.map { !ModelOwner.isMaker($0[...]) } ?? false }
}

// MARK: - Dates and versions

extension ModelName {
  /// Removes a date or version at the end: `gpt-5-2025-08-07`, `claude-sonnet-4-5@20250929`,
  /// `command-a-03-2025`, `mistral-large-latest`, `jamba-1.5-large@001`.
  private static func withoutStamp(_ name: Substring) -> Substring {
    if let at = name.lastIndex(of: "@") {
      let stamp = name[name.index(after: at)...]
      if isStamp(stamp) || isVersion(stamp) { return name[..<at] }
    }
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    for count in [1, 3, 2] where words.count > count {
      let last = words.suffix(count)
      guard isStamp(last) else { continue }
      return name.dropLast(last.reduce(count) { $0 + $1.count })
    }
    return name
  }

  /// Whether words at the end of a name are a version that does not change the model.
  private static func isStamp(_ words: ArraySlice<Substring>) -> Bool {
    let words = Array(words)
    switch words.count {
    case 1: return isStamp(words[0])
    case 2: return isMonth(words[0]) && isYear(words[1]) || isYear(words[0]) && isMonth(words[1])
    default:
      return isYear(words[0]) && isMonth(words[1]) && isDay(words[2])
        || isYear(words[2])
          && (isMonth(words[0]) && isDay(words[1]) || isDay(words[0]) && isMonth(words[1]))
    }
  }

  /// `latest`, `default`, or a date of eight digits from 2000 on.
  private static func isStamp(_ word: Substring) -> Bool {
    if word == "latest" || word == "default" { return true }
    return word.count == 8 && isYear(word.prefix(4)) && isMonth(word.dropFirst(4).prefix(2))
      && isDay(word.suffix(2))
  }

  private static func isVersion(_ word: Substring) -> Bool { word.count == 3 && isNumber(word) }

  private static func isYear(_ word: Substring) -> Bool {
    word.count == 4 && word.hasPrefix("20") && isNumber(word)
  }

  private static func isMonth(_ word: Substring) -> Bool {
    word.count == 2 && isNumber(word) && ("01"..."12").contains(word)
  }

  private static func isDay(_ word: Substring) -> Bool {
    word.count == 2 && isNumber(word) && ("01"..."31").contains(word)
  }

  fileprivate static func isNumber(_ text: Substring) -> Bool {
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

// MARK: - What stands before the name

extension ModelName {
  /// A name while its parts are removed.
  private struct Parts {
    private(set) var owner: String?
    private(set) var maker: String?
    private(set) var isRegional = false
    private(set) var name: String

    /// Regions of clouds, as in `us.anthropic.claude-…` and `azure/eu/gpt-…`.
    private static let regions: Set<Substring> = [
      "apac", "au", "ca", "eu", "global", "global-standard", "in", "jp", "sa", "us", "us-gov",
    ]

    init(_ spelt: String) {
      var segments = (spelt.hasPrefix("~") ? spelt.dropFirst() : spelt[...])
        .split(separator: "/", omittingEmptySubsequences: false)
      var rest = segments.removeLast()
      name = ""
      // An unknown word stays, so that the name is found under nothing else.
      var unknown: [Substring] = []
      for segment in segments {
        if !unknown.isEmpty || !take(segment) { unknown.append(segment) }
      }
      takeDotted(&rest)
      name = (unknown + [rest]).joined(separator: "/")
    }

    /// Takes a word before the name; `false`: its meaning is unknown.
    private mutating func take(_ word: Substring) -> Bool {
      if let owner = ModelOwner.named(word) {
        state(owner)
      } else if owner != nil, isRegion(word) {
        isRegional = true
      } else {
        return ModelOwner.fillers.contains(word)
      }
      return true
    }

    private mutating func state(_ name: String) {
      if owner == nil { owner = name } else if ModelOwner.isMaker(name[...]) { maker = name }
    }

    /// A known region, or one such as `us-east-1`.
    private func isRegion(_ word: Substring) -> Bool {
      if Self.regions.contains(word) { return true }
      let words = word.split(separator: "-", omittingEmptySubsequences: false)
      return (3...4).contains(words.count) && words[0].count == 2
        && ModelName.isNumber(words[words.count - 1])
    }

    /// Takes apart what AWS Bedrock and others write with dots:
    /// `us.anthropic.claude-sonnet-4-5-20250929-v1:0` becomes `claude-sonnet-4-5-20250929`.
    private mutating func takeDotted(_ name: inout Substring) {
      var words = name.split(separator: ".", omittingEmptySubsequences: false)
      if words.count > 2, Self.regions.contains(words[0]) {
        words.removeFirst()
        isRegional = true
      }
      guard words.count > 1, ModelOwner.isMaker(words[0]), let stated = ModelOwner.named(words[0])
      else { return }
      state(owner == nil ? "bedrock" : stated)
      if maker == nil { maker = stated }
      name = words.dropFirst().joined(separator: ".")[...]
      removeCloudVersion(&name)
    }

    /// Removes `-v1:0`, `-v1` or `-1:0`.
    private func removeCloudVersion(_ name: inout Substring) {
      var hasRevision = false
      if let colon = name.lastIndex(of: ":"), ModelName.isNumber(name[name.index(after: colon)...])
      {
        name = name[..<colon]
        hasRevision = true
      }
      guard let dash = name.lastIndex(of: "-") else { return }
      let word = name[name.index(after: dash)...]
      if word.hasPrefix("v")
        ? ModelName.isNumber(word.dropFirst()) : hasRevision && ModelName.isNumber(word)
      {
        name = name[..<dash]
      }
    }

    /// Removes a variant that has the same price, and the owner of a fine-tuned model:
    /// `ft:gpt-4o-mini-2024-07-18:my-team::x1` costs the same as `ft:gpt-4o-mini-2024-07-18`.
    mutating func removeVariant() {
      for variant in [":beta", ":thinking"] where name.hasSuffix(variant) {
        name.removeLast(variant.count)
      }
      guard name.hasPrefix("ft:"), let colon = name.dropFirst(3).firstIndex(of: ":") else { return }
      name = String(name[..<colon])
    }
  }
}
