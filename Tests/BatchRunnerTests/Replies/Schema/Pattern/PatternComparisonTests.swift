import Basics
import TestTools
import Testing

@testable import BatchRunner

/// Compares the search with a matcher that tries one way after the other.
@Suite struct PatternComparisonTests {
  /// A pattern of the letters a, b and c.
  private indirect enum Tree {
    case letter(Character)
    case anyOf([Character], isNegated: Bool)
    case any, start, end, boundary, noBoundary
    case sequence([Tree])
    case choice([Tree])
    case repeated(Tree, Int, Int?, isLazy: Bool)

    static func random(_ depth: Int, using random: inout SplitMix64) -> Tree {
      let letters: [Character] = ["a", "b", "-"]
      switch Int.random(in: 0..<(depth == 0 ? 7 : 13), using: &random) {
      case 0...2: return .letter(letters.randomElement(using: &random)!)
      case 3:
        let isNegated = Bool.random(using: &random)
        return .anyOf(Array(letters.shuffled(using: &random).prefix(2)), isNegated: isNegated)
      case 4: return .any
      case 5: return Bool.random(using: &random) ? .start : .end
      case 6: return Bool.random(using: &random) ? .boundary : .noBoundary
      case 7...8: return .sequence(some(depth, 0...3, using: &random))
      case 9...10: return .choice(some(depth, 1...3, using: &random))
      default:
        let least = Int.random(in: 0...2, using: &random)
        let most = [nil, least, least + 1, least + 2].randomElement(using: &random)!
        return .repeated(
          Tree.random(depth - 1, using: &random), least, most, isLazy: Bool.random(using: &random))
      }
    }

    private static func some(
      _ depth: Int, _ count: ClosedRange<Int>, using random: inout SplitMix64
    ) -> [Tree] {
      (0..<Int.random(in: count, using: &random)).map { _ in
        Tree.random(depth - 1, using: &random)
      }
    }

    var spelling: String {
      switch self {
      case .letter(let letter): String(letter)
      case .anyOf(let letters, let isNegated):
        "[\(isNegated ? "^" : "")\(letters.map { "\\u{\(String($0.unicodeScalars.first!.value, radix: 16))}" }.joined())]"
      case .any: "."
      case .start: "^"
      case .end: "$"
      case .boundary: "\\b"
      case .noBoundary: "\\B"
      case .sequence(let parts): "(?:\(parts.map(\.spelling).joined()))"
      case .choice(let parts): "(\(parts.map(\.spelling).joined(separator: "|")))"
      case .repeated(let part, let least, let most, let isLazy):
        "(\(part.spelling))" + Self.quantifier(least, most) + (isLazy ? "?" : "")
      }
    }

    private static func quantifier(_ least: Int, _ most: Int?) -> String {
      switch (least, most) {
      case (0, nil): "*"
      case (1, nil): "+"
      case (0, 1): "?"
      case (let least, nil): "{\(least),}"
      case (let least, let most?) where least == most: "{\(least)}"
      case (let least, let most?): "{\(least),\(most)}"
      }
    }

    /// Whether the pattern matches from `at` on and `rest` accepts where it ends.
    func matches(_ text: [Character], _ at: Int, _ rest: (Int) -> Bool) -> Bool {
      switch self {
      case .letter(let letter): at < text.count && text[at] == letter && rest(at + 1)
      case .anyOf(let letters, let isNegated):
        at < text.count && letters.contains(text[at]) != isNegated && rest(at + 1)
      case .any: at < text.count && text[at] != "\n" && rest(at + 1)
      case .start: at == 0 && rest(at)
      case .end: at == text.count && rest(at)
      case .boundary: Self.isBoundary(text, at) && rest(at)
      case .noBoundary: !Self.isBoundary(text, at) && rest(at)
      case .sequence(let parts): Self.sequence(parts[...], text, at, rest)
      case .choice(let parts): parts.contains { $0.matches(text, at, rest) }
      case .repeated(let part, let least, let most, _):
        Self.repeated(part, least, most, text, at, rest)
      }
    }

    private static func isBoundary(_ text: [Character], _ at: Int) -> Bool {
      let isAfterWord = at > 0 && "ab".contains(text[at - 1])
      let isBeforeWord = at < text.count && "ab".contains(text[at])
      return isAfterWord != isBeforeWord
    }

    private static func sequence(
      _ parts: ArraySlice<Tree>, _ text: [Character], _ at: Int, _ rest: (Int) -> Bool
    ) -> Bool {
      guard let first = parts.first else { return rest(at) }
      return first.matches(text, at) { sequence(parts.dropFirst(), text, $0, rest) }
    }

    private static func repeated(
      _ part: Tree, _ least: Int, _ most: Int?, _ text: [Character], _ at: Int,
      _ rest: (Int) -> Bool
    ) -> Bool {
      if least == 0, rest(at) { return true }
      if most == 0 { return false }
      return part.matches(text, at) { end in
        // Another empty round changes nothing once the least count is reached.
        if end == at, least == 0 { return false }
        return repeated(part, max(0, least - 1), most.map { $0 - 1 }, text, end, rest)
      }
    }
  }

  @Test func `the search finds what trying every way finds`() throws {
    let seed: UInt64 = Proof.isFull ? .random(in: 0...UInt64.max) : 29
    var random = SplitMix64(seed: seed)
    var matches = 0
    var compared = 0
    for _ in 0..<Proof.count(4_000, full: 125_000) {
      let tree = Tree.random(3, using: &random)
      let pattern = try Pattern(JSONText(tree.spelling))
      for _ in 0..<8 {
        let length = Int.random(in: 0...7, using: &random)
        let text = (0..<length).map { _ in "aab-\n".randomElement(using: &random)! }
        let expected = (0...length).contains { tree.matches(text, $0) { _ in true } }
        let found = pattern.matches(JSONText(String(text)))
        #expect(found == expected, "\(tree.spelling) in \(String(text).debugDescription)")
        compared += 1
        if found { matches += 1 }
      }
    }
    print(
      "patterns: \(compared) searches compared (seed \(seed)), \(matches) of them found "
        + "something")
    #expect(matches > 5_000 && matches < compared - 5_000)
  }

  /// Random texts of the characters that mean something. Each is refused or matched.
  @Test func `no pattern crashes the reader`() {
    let count = Proof.count(30_000, full: 1_000_000)
    let seed: UInt64 = Proof.isFull ? .random(in: 0...UInt64.max) : 31
    var random = SplitMix64(seed: seed)
    let pieces = [
      "a", "b", "(", ")", "(?:", "(?<n>", "[", "[^", "]", "{", "}", "{2}", "{1,3}", "{,", "*", "+",
      "?", "|", "^", "$", ".", "\\", "\\d", "\\W", "\\b", "\\p{L}", "\\P{Lu}", "\\u", "\\u{",
      "\\x4",
      "-", ",", "9", "😀", "\\ud83d", "\\c", "\\0", "(?=", "&&", ":",
    ]
    var read = 0
    for _ in 0..<count {
      let length = Int.random(in: 0...10, using: &random)
      let text = (0..<length).map { _ in pieces.randomElement(using: &random)! }.joined()
      guard let pattern = try? Pattern(JSONText(text)) else { continue }
      read += 1
      _ = pattern.matches(JSONText("ab9😀-,a\n"))
    }
    print("patterns: \(count) texts read (seed \(seed)), \(read) of them are patterns")
    #expect(read > 3_000)
  }
}
