// Whether there are too many requests, what there is too much of, and whether one request alone is
// too large.
extension Refusal {
  // MARK: Too many requests

  /// 429, or a service that is full and says when to come back.
  var isSlowDown: Bool { status == 429 || (status == 503 && rate.hasRetryAfter) }

  var slowDown: SlowDown {
    var slowDown = SlowDown(limit: exactLimit ?? .rate, message: message, model: model)
    if slowDown.limit == .rate, let wait = rate.wait, wait > RateNotice.longestOfMinute {
      slowDown.limit = .daily
    }
    slowDown.isOverload = isOverload
    return slowDown
  }

  private static let parallelLabels: [String] = [
    "parallel", "concurren", "in_flight", "inflight", "simultaneous",
  ]
  private static let parallelSentences: [WordPattern] = [
    "too many .. concurren*|parallel|simultaneous*",
    "maximum|max .. concurren*|parallel|simultaneous*", "too many .. at once",
    "concurren*|parallel|simultaneous .. limit*|exceed*|reached|maximum|max",
    "limit of|is|to .. concurren*|parallel|simultaneous", "at the same time", "requests in flight",
    "in flight requests", "requests at once",
  ]
  /// Weaker ones, which advice can look like: "limit exceeded, reduce your concurrency".
  private static let parallelHints: [WordPattern] = [
    "exceed*|reached|allow*|only|most .. concurren*|parallel|simultaneous*"
  ]
  private static let parallelAdvice: WordPattern =
    "reduce|lower|decrease|reducing|lowering .. concurren*|parallel|simultaneous"
  private static let dayLabels: [String] = ["perday", "per_day", "daily", "permonth", "per_month"]
  private static let daySentences: [WordPattern] = [
    "per|a|each day|month|week", "daily|tpd|rpd|weekly", "24 hours", "requests|tokens day",
  ]
  private static let minuteLabels: [String] = [
    "perminute", "per_minute", "persecond", "limit_requests", "limit_burst_rate", "throttling.",
    "dynamic_request_limited", "dynamic_token_limited",
  ]
  private static let minuteSentences: [WordPattern] = [
    "per|a|each minute|min|second|sec|hour", "tpm|rpm|rps|tps|rph|tph|itpm|otpm",
    "limit type requests|tokens",
  ]
  private static let overloadLabels: Set<String> = [
    "engine_overloaded_error", "queue_exceeded", "server_is_overloaded", "overloaded_error",
    "overloaded", "provider_overloaded", "capacity_exceeded", "1305",
  ]

  /// What there is too much of, if a code or a word says so; `nil`: it is not said.
  var exactLimit: SlowDown.Limit? {
    if hasPart(Self.parallelLabels) || has(anyOf: ["1302"]) || saysParallel { return .parallel }
    if hasPart(Self.dayLabels) { return .daily }
    if hasPart(Self.minuteLabels) { return .rate }
    if wording.has(Self.daySentences) { return .daily }
    if wording.has(Self.minuteSentences) { return .rate }
    // Google's quotas are counted in a time; the wait says in which.
    let isQuota = wording.has(["quota exceeded for .. limit", "quota metric"])
    guard isQuota, let wait = rate.wait else { return nil }
    return wait > RateNotice.longestOfMinute ? .daily : .rate
  }

  private func hasPart(_ parts: [String]) -> Bool {
    labels.contains { label in parts.contains(where: label.contains) }
  }

  private var saysParallel: Bool {
    wording.has(Self.parallelSentences)
      || (wording.has(Self.parallelHints) && !wording.has(Self.parallelAdvice))
  }

  /// The service is short of room, whatever this account sends.
  private var isOverload: Bool {
    has(anyOf: Self.overloadLabels)
      || wording.has(["overloaded", "high demand", "at capacity", "over capacity", "queue is full"])
  }

  // MARK: Whose limit

  /// The model that the limit is for: a member of the error, or "on model X", "reached for X in".
  private var model: String? {
    if let model = error?.model { return ErrorLine.clean(model) }
    for text in error?.texts ?? [] {
      let text = text.prefix(2000)
      for (before, after) in Self.modelPlaces {
        for range in text.ranges(of: before) {
          let next = text[range.upperBound...]
          let rest = next.drop(while: Self.beforeModel.contains)
          guard before.last == " " || rest.startIndex > next.startIndex else { continue }
          let name = rest.prefix { $0.isLetter || $0.isNumber || "-_./:@".contains($0) }
          let trimmed = name.last.map { ".:".contains($0) } == true ? name.dropLast() : name
          guard Self.isModelName(trimmed),
            after.isEmpty || rest.dropFirst(name.count).hasPrefix(after)
          else { continue }
          return String(trimmed)
        }
      }
    }
    return nil
  }

  private static let beforeModel: Set<Character> = ["`", "'", "\"", "[", " ", "=", ":"]
  private static let modelPlaces: [(before: String, after: String)] = [
    ("on model", ""), ("for model", ""), ("Passed model", ""), ("base model", ""), (", model", ""),
    ("reached for ", " in organization"), ("reached for ", " on "),
    ("large for ", " in organization"),
    ("large for ", " on "),
  ]

  /// Whether the word can be the name of a model: it has a digit or a hyphen, or is not a plain word
  /// of such sentences.
  private static func isModelName(_ word: Substring) -> Bool {
    let plain: Set<String> = [
      "group", "is", "has", "with", "rate", "limit", "limits", "the", "in", "on", "for", "you",
      "requests", "tokens", "per", "access", "to", "and", "or", "not", "of", "was", "at", "usage",
      "your", "this", "name", "names", "model", "calls", "request",
    ]
    return word.count > 1 && !plain.contains(word.lowercased())
      && word.contains(where: \.isLetter)
  }

  // MARK: One request alone

  private static let requestedWords: [WordPattern] = [
    "requested", "requests", "asks for", "needs", "requires", "request has|contains|of|with",
  ]
  private static let limitWords: [WordPattern] = [
    "limit", "limited to", "maximum of", "at most", "budget of",
  ]
  private static let tooLargeSentences: [WordPattern] = [
    "request too large", "request alone", "single|one request cannot|must|may|exceeds|exceed",
    "larger than .. whole|entire|total",
    "max|maximum .. tokens .. exceed*|larger|greater|above .. limit|quota|budget|rate|minute",
  ]

  /// The limit turned down one request that asks for more than the whole of it.
  var isTooLarge: Bool {
    guard status == 429 || status == 413 else { return false }
    let isRate = status == 429 || exactLimit != nil
    if let requested = number(Self.requestedWords), let limit = number(Self.limitWords) {
      return isRate && requested > limit
    }
    guard status == 429, exactLimit != .parallel else { return false }
    return wording.has(Self.tooLargeSentences) || isFull
  }

  /// Nothing of the limit is used, and the request is turned down all the same. A limit of requests
  /// cannot be too small for one request, so only tokens count.
  private var isFull: Bool {
    guard
      labels.contains(where: { $0.contains("token") })
        || wording.has("tokens|token|tpm" as WordPattern)
    else {
      return false
    }
    if let left = wording.number(after: "remaining"), let limit = number(Self.limitWords) {
      return left == limit && limit > 0
    }
    let windows = response.headers.rateWindows
    let tokens = windows.filter { $0.name.contains("token") }
    return !tokens.isEmpty && tokens.allSatisfy(\.isFull) && !windows.contains(where: \.isExhausted)
  }

  private func number(_ patterns: [WordPattern]) -> Double? {
    patterns.lazy.compactMap { wording.number(after: $0) }.first
  }

  /// The account may use nothing at all of this model: Gemini's `limit: 0`, Mistral's limit of no
  /// requests. Waiting is useless.
  var hasNoAllowance: Bool {
    guard status == 429 else { return false }
    if response.headers.others.namedRates.contains(where: {
      $0.name == "req-minute" && $0.limit == "0"
    }) {
      return true
    }
    let isQuota =
      has(anyOf: ["resource_exhausted"]) || labels.contains { $0.contains("perday") }
      || wording.has(["quota exceeded", "exceeded .. current quota"])
    return isQuota && wording.has("limit 0" as WordPattern)
  }
}
