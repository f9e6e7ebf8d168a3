/// A model's name without what stands before it, in words.
///
/// `bedrock/us.anthropic.claude-3-5-sonnet-20241022-v2:0` has the words claude, 3, 5, sonnet,
/// 20241022, v2, 0.
struct ModelWords {
  /// In lower case, without gateway, owner and region.
  let name: Substring
  let words: [Substring]

  /// Longer names are no model's.
  private static let longest = 512

  /// What stands before a name, with a dot: regions of clouds, and makers.
  private static let prefixes: Set<Substring> = [
    "ai21", "amazon", "anthropic", "apac", "au", "ca", "cohere", "deepseek", "eu", "global",
    "google",
    "in", "jp", "meta", "minimax", "mistral", "moonshot", "moonshotai", "nvidia", "openai", "qwen",
    "us", "us-gov", "writer", "zai",
  ]

  init(_ model: String) {
    guard model.utf8.count <= Self.longest else {
      name = ""
      words = []
      return
    }
    var name = model.lowercased()[...]
    if let slash = name.lastIndex(of: "/") { name = name[slash...].dropFirst() }
    if name.hasPrefix("ft:") { name = name.dropFirst(3) }
    var owner = ""[...]
    while let dot = name.firstIndex(of: "."), Self.prefixes.contains(name[..<dot]) {
      owner = name[..<dot]
      name = name[name.index(after: dot)...]
    }
    // Amazon's name of DeepSeek's models is deepseek.r1-v1:0.
    if owner == "deepseek", !name.hasPrefix("deepseek") { name = "deepseek-" + name }
    self.name = name
    words = name.split { !($0.isLetter || $0.isNumber) }
  }

  /// Whether the name begins with `known` and no letter or digit follows it: `o1-mini` begins with
  /// `o1`, but `o10` and `o1x` do not.
  func begins(with known: String) -> Bool {
    guard name.hasPrefix(known) else { return false }
    guard let next = name.dropFirst(known.count).first else { return true }
    return !next.isLetter && !next.isNumber
  }

  /// Whether one of the words is `word`.
  func has(_ word: String) -> Bool { words.contains { $0 == word } }

  /// What follows the first word that is `head`, with or without a version: the version in that
  /// word and the words after it. `nil` if there is none.
  func after(_ head: String) -> [Substring]? {
    for (index, word) in words.enumerated() where word.hasPrefix(head) {
      let rest = word.dropFirst(head.count)
      guard rest.isEmpty || rest.first!.isNumber else { continue }
      return (rest.isEmpty ? [] : Self.parts(rest)) + words[(index + 1)...]
    }
    return nil
  }

  /// A version as gateways spell it without a dot: `3p1` becomes 3 and 1.
  private static func parts(_ version: Substring) -> [Substring] {
    version.split(separator: "p", maxSplits: 1, omittingEmptySubsequences: false)
  }

  /// The first version in `words`, which has one or two digits in each part: 4, 5 becomes 4.5.
  static func version(_ words: [Substring]) -> (major: Int, minor: Int)? {
    let words = words.flatMap { word -> [Substring] in
      let bare = word.hasPrefix("v") ? word.dropFirst() : word
      return isShortVersion(bare) ? parts(bare) : [word]
    }
    func number(_ word: Substring) -> Int? {
      word.count <= 2 && word.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(word) : nil
    }
    guard let first = words.firstIndex(where: { number($0) != nil }),
      let major = number(words[first])
    else { return nil }
    return (major, first + 1 < words.count ? number(words[first + 1]) ?? 0 : 0)
  }

  /// For example `3p1`.
  private static func isShortVersion(_ word: Substring) -> Bool {
    word.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "p") }
      && word.first?.isNumber == true
  }

  /// The month of a word like `2407`.
  var yearAndMonth: Int? {
    words.first { $0.count == 4 && $0.hasPrefix("2") }.flatMap { Int($0) }
      .flatMap { (2300..<3000).contains($0) && (1...12).contains($0 % 100) ? $0 : nil }
  }
}
