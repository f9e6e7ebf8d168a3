import Basics
import Tokens

/// Reads what the body of an answer says about its tokens and its cost: the one reader for answers
/// as they come and for answers that are stored.
///
/// The outline must have been read down to three levels below the body.
struct UsageReader {
  private let outline: JSONOutline
  private let text: UnsafeRawBufferPointer
  private let body: Int
  /// The body's `usage`; `nil`: it has none.
  private let usage: Int?

  /// `body`: the index of the body in the outline.
  init(_ body: Int, _ outline: JSONOutline, _ text: UnsafeRawBufferPointer) {
    self.outline = outline
    self.text = text
    self.body = body
    usage = outline.member("usage", of: body, in: text)
  }

  /// `choices`: of the same body; `nil`: it has none.
  func read(_ choices: AnswerChoices?) -> TokenUsage {
    var read = TokenUsage()
    read.tier = tier
    guard usage != nil else { return read }
    let isAnswered = choices?.hasAnswer ?? false
    read.tokensIn = count(Self.input, besideText: isAnswered)
    read.tokensOut = tokensOut(read.tokensIn, besideText: isAnswered)
    if !hasTotalsOnly {
      readParts(&read)
      read.cost = cost
    }
    if let choices, choices.count > 1, let out = read.tokensOut,
      !covers(out, choices)
    {
      read.tokensOut = nil
    }
    return read
  }

  private var tier: ServiceTier? {
    let word =
      outline.member("service_tier", of: body, in: text)
      ?? usage.flatMap { outline.member("service_tier", of: $0, in: text) }
    guard let word, outline.nodes[word].range.count <= 32 else { return nil }
    return outline.string(word, in: text).flatMap { ServiceTier(word: $0) }
  }

  /// The larger of what is reported and what is left of the total: some services have the thinking
  /// in the total only.
  private func tokensOut(_ tokensIn: Int?, besideText isAnswered: Bool) -> Int? {
    let reported = count(Self.output)
    let total = count(Self.total)
    let rest = tokensIn.flatMap { tokensIn in total.map { $0 - tokensIn } }
    let out = max(reported ?? -1, rest ?? -1)
    return out > 0 || (out == 0 && !isAnswered) ? out : nil
  }

  /// The usage has no members but the three that most servers send. Then nothing else is looked for.
  private var hasTotalsOnly: Bool {
    guard let usage else { return true }
    var members = 0
    outline.forEachChild(of: usage) { _ in members += 1 }
    let names = ["prompt_tokens", "completion_tokens", "total_tokens"] as [StaticString]
    return members == names.count
      && names.allSatisfy { outline.member($0, of: usage, in: text) != nil }
  }

  /// A part that is larger than its whole cannot be right.
  private func readParts(_ read: inout TokenUsage) {
    func input(_ paths: [Path]) -> Int? {
      count(paths).flatMap { $0 <= read.tokensIn ?? 0 ? $0 : nil }
    }
    func output(_ paths: [Path]) -> Int? {
      count(paths).flatMap { $0 <= read.tokensOut ?? 0 ? $0 : nil }
    }
    read.cachedIn = input(Self.cached)
    read.writtenIn = input(Self.written)
    read.audioIn = input(Self.audioIn)
    read.reasoningOut = output(Self.reasoning)
    read.audioOut = output(Self.audioOut)
  }

  /// A member of the usage, or a part of this member.
  private struct Path {
    let name: StaticString
    let part: StaticString?

    init(_ name: StaticString, _ part: StaticString? = nil) {
      (self.name, self.part) = (name, part)
    }
  }

  // In the order in which they count.
  private static let input: [Path] = [Path("prompt_tokens"), Path("input_tokens")]
  private static let output: [Path] = [Path("completion_tokens"), Path("output_tokens")]
  private static let total: [Path] = [Path("total_tokens")]
  private static let audioIn: [Path] = [Path("prompt_tokens_details", "audio_tokens")]
  private static let audioOut: [Path] = [Path("completion_tokens_details", "audio_tokens")]
  private static let cached: [Path] = [
    Path("prompt_tokens_details", "cached_tokens"), Path("cache_read_input_tokens"),
    Path("prompt_cache_hit_tokens"), Path("input_tokens_details", "cached_tokens"),
    Path("cached_tokens"),
  ]
  private static let written: [Path] = [
    Path("prompt_tokens_details", "cache_write_tokens"), Path("cache_creation_input_tokens"),
    Path("prompt_tokens_details", "cache_creation_tokens"),
  ]
  private static let reasoning: [Path] = [
    Path("completion_tokens_details", "reasoning_tokens"),
    Path("output_tokens_details", "reasoning_tokens"), Path("reasoning_tokens"),
  ]

  // MARK: Numbers

  /// The first of these members that has a count that can be believed. `isAnswered`: the answer has
  /// a content, so that a count of zero cannot be right.
  private func count(_ paths: [Path], besideText isAnswered: Bool = false) -> Int? {
    let least = isAnswered ? 1 : 0
    for path in paths {
      if let index = member(path), let count = outline.integer(index, in: text),
        (least...TokenUsage.mostTokens).contains(count)
      {
        return count
      }
    }
    return nil
  }

  private func member(_ path: Path) -> Int? {
    guard let usage, let index = outline.member(path.name, of: usage, in: text) else { return nil }
    guard let part = path.part else { return index }
    return outline.member(part, of: index, in: text)
  }

  /// What the body says the answer cost; 0 says nothing.
  private var cost: Money? {
    if let dollars = number("cost"), let cost = Self.cost(dollars: dollars) { return cost }
    return number("cost_in_usd_ticks").flatMap { Self.cost(dollars: $0 / Self.ticksPerDollar) }
  }

  /// The unit of xAI's costs.
  private static let ticksPerDollar = 1e10

  private func number(_ name: StaticString) -> Double? {
    member(Path(name)).flatMap { outline.number($0, in: text) }
  }

  /// `nil`: nobody pays that for an answer.
  static func cost(dollars: Double) -> Money? {
    guard dollars > 0, dollars <= Money.most.dollars else { return nil }
    // An answer that is not free costs at least the smallest amount that can be counted.
    return max(Money(dollars: dollars), Money(nanodollars: 1))
  }

  // MARK: Several choices

  /// Some servers report the tokens of one choice only. By as much the estimate of a text may be too
  /// high.
  private static let leastShare = 0.75
  /// The estimate of one short word may be too high by this many tokens.
  private static let slackOfText = 0.5

  /// Whether so many tokens can be those of the texts of all choices.
  private func covers(_ tokens: Int, _ choices: AnswerChoices) -> Bool {
    let texts = choices.texts
    let model = outline.member("model", of: body, in: text).map { outline.nodes[$0].range }
    func estimate(_ texts: [Range<Int>]) -> Int {
      var meter = RequestMeter()
      let request = request(texts, to: model)
      return request.withUnsafeBytes { meter.measure($0) }.tokensIn
    }
    let ofTexts = estimate(texts) - estimate(texts.map { $0.lowerBound..<$0.lowerBound })
    let slack = Double(texts.count) * Self.slackOfText
    return Double(tokens) >= Double(ofTexts) * Self.leastShare - slack
  }

  /// A request with these JSON strings as its messages: the meter reads requests. An empty range
  /// stands for an empty string.
  private func request(_ texts: [Range<Int>], to model: Range<Int>?) -> [UInt8] {
    var request = Array(#"{"model":"#.utf8)
    request += model.map { Array(text[$0]) } ?? Array(#""""#.utf8)
    request += Array(#","messages":["#.utf8)
    for (index, range) in texts.enumerated() {
      request += Array((index > 0 ? "," : "").utf8) + Array(#"{"role":"user","content":"#.utf8)
      request += range.isEmpty ? Array(#""""#.utf8) : Array(text[range])
      request.append(UInt8(ascii: "}"))
    }
    return request + Array("]}".utf8)
  }
}
