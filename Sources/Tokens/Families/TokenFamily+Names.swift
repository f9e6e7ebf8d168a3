extension TokenFamily {
  /// Chooses by the model's name. Letter case, gateways, owners and regions before the name do not
  /// matter.
  package init(model: String) {
    self = Self.of(ModelWords(model))
  }

  static func of(_ model: ModelWords) -> TokenFamily {
    if let family = names.first(where: { model.begins(with: $0.name) })?.family { return family }
    for maker in makers {
      if let family = maker(model) { return family }
    }
    return .middle
  }

  /// OpenAI's models, whose names have no pattern. The first that fits counts.
  private static let names: [(name: String, family: TokenFamily)] =
    [("gpt-oss", .harmony)]
    + [
      "gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "chatgpt-4o", "chatgpt", "o1", "o3", "o4",
      "gpt-audio",
      "gpt-realtime", "codex-mini", "computer-use-preview",
    ].map { ($0, .o200k) }
    + ["gpt-4", "gpt-3.5", "gpt-35"].map { ($0, .cl100k) }

  /// One rule for each maker. A distilled model has the vocabulary of its base, so Llama and Qwen
  /// come before DeepSeek.
  private static let makers: [@Sendable (ModelWords) -> TokenFamily?] = [
    claude, { $0.has("gemini") ? .gemini : nil }, gemma, llama, qwen, deepSeek, mistral,
  ]

  private static func claude(_ model: ModelWords) -> TokenFamily? {
    guard let rest = model.after("claude") else { return nil }
    // Without a version it is the newest.
    guard let version = ModelWords.version(rest) else { return .claude48 }
    switch (version.major, version.minor) {
    case (..<3, _): return .claude2
    case (3, _), (4, ..<7): return .claude3
    case (4, 7): return .claude47
    default: return .claude48
    }
  }

  /// Also CodeGemma, MedGemma and the like.
  private static func gemma(_ model: ModelWords) -> TokenFamily? {
    ["gemma", "codegemma", "medgemma", "shieldgemma", "t5gemma"].contains {
      model.after($0) != nil
    } ? .gemma : nil
  }

  private static func llama(_ model: ModelWords) -> TokenFamily? {
    guard let rest = model.after("llama") else { return nil }
    if model.has("distill") { return .llama3 }
    switch ModelWords.version(rest)?.major {
    case 3: return .llama3
    case 4: return .llama4
    default: return .middle
    }
  }

  private static func qwen(_ model: ModelWords) -> TokenFamily? {
    if model.after("qwq") != nil || model.after("qvq") != nil { return .qwen3 }
    guard let rest = model.after("qwen") else { return nil }
    if model.has("distill") { return .qwen3 }
    // Without a version it is one of the names of old: qwen-plus.
    guard let version = ModelWords.version(rest) else { return .qwen3 }
    switch (version.major, version.minor) {
    case (..<3, _): return .qwen2
    case (3, ..<5): return .qwen3
    default: return .qwen35
    }
  }

  private static func deepSeek(_ model: ModelWords) -> TokenFamily? {
    guard let rest = model.after("deepseek") else { return nil }
    let older = ["coder", "llm", "math", "moe", "vl", "vl2", "v2"]
    return rest.contains { older.contains(String($0)) } && !rest.contains("prover")
      ? .middle : .deepseek
  }

  /// Mistral's vocabulary changed with each line of models at another time.
  private static func mistral(_ model: ModelWords) -> TokenFamily? {
    let newer = ["nemo", "ministral", "magistral", "devstral", "voxtral", "leanstral"]
    if newer.contains(where: { model.has($0) }) { return .tekken }
    if ["mixtral", "mathstral"].contains(where: { model.has($0) }) { return .mistralSP }
    if model.has("pixtral") { return model.has("large") ? .mistralSP : .tekken }
    let month = model.yearAndMonth
    if model.has("codestral") {
      return model.has("mamba") || model.has("22b") || (month ?? 2600) < 2501 ? .mistralSP : .tekken
    }
    guard let rest = model.after("mistral") else { return nil }
    let version = ModelWords.version(rest)?.major
    // The first month, and the first version, that has the newer vocabulary.
    for (line, first, number) in [
      ("large", 2512, 3), ("medium", 2505, 3), ("small", 2501, 3), ("saba", 2502, 1),
    ] where model.has(line) {
      if let month { return month < first ? .mistralSP : .tekken }
      return (version ?? number) < number ? .mistralSP : .tekken
    }
    return .mistralSP
  }
}
