extension PictureRule {
  /// The source of each line:
  /// - OpenAI: its guide "Images and vision", *Calculating costs*. Models after GPT-5 are taken like
  ///   it.
  /// - Claude: Anthropic's page "Vision": 1,568 pixels and 1,600 tokens; from 4.7 on 2,576 pixels and
  ///   4,784 tokens.
  /// - Gemini: Google's page "Image understanding"; from Gemini 3 on "Media resolution". Gemma: its
  ///   model card.
  /// - Llama 4: PyPI's llama-models 0.3.0. Llama 3.2: a tile of 560 pixels has 1,601.
  /// - Qwen-VL: the code beside its models: patches of 28 pixels, from Qwen 3 on 32.
  /// - Mistral: PyPI's mistral-common 1.13.1: Pixtral 16 pixels, later models 14, joined by twos.
  /// - Grok: xAI's page "Image understanding".
  static func of(_ model: ModelWords, _ family: TokenFamily) -> PictureRule {
    switch family {
    case .o200k, .cl100k, .harmony: ofOpenAI(model)
    case .claude2, .claude3: .area(longest: 1568, most: 1600)
    case .claude47, .claude48: .area(longest: 2576, most: 4784)
    case .gemini:
      (ModelWords.version(model.after("gemini") ?? [])?.major ?? 3) < 3
        ? .geminiTiles : .fixed(1120)
    case .gemma: .fixed(260)
    case .llama3: .fixed(1601)
    case .llama4: .llamaTiles
    case .qwen2: .qwenPatches(side: 28)
    case .qwen3, .qwen35: .qwenPatches(side: model.name.contains("qwen3") ? 32 : 28)
    case .tekken, .mistralSP:
      model.has("pixtral") ? .rows(side: 16, longest: 1024) : .rows(side: 28, longest: 1540)
    case .deepseek: .unknown
    case .middle: model.after("grok") != nil ? .grokTiles : .unknown
    }
  }

  /// The first that the name begins with counts.
  private static let openAI: [(name: String, rule: PictureRule)] = [
    ("gpt-4.1-mini", .patches(hundredths: 162)), ("gpt-4.1-nano", .patches(hundredths: 246)),
    ("o4-mini", .patches(hundredths: 172)), ("gpt-5-mini", .patches(hundredths: 162)),
    ("gpt-5-nano", .patches(hundredths: 246)), ("gpt-5", .tiles(base: 70, tile: 140)),
    ("gpt-4o-mini", .tiles(base: 2833, tile: 5667)), ("o1", .tiles(base: 75, tile: 150)),
    ("o3", .tiles(base: 75, tile: 150)), ("computer-use-preview", .tiles(base: 65, tile: 129)),
  ]

  private static func ofOpenAI(_ model: ModelWords) -> PictureRule {
    openAI.first { model.begins(with: $0.name) }?.rule ?? .tiles(base: 85, tile: 170)
  }
}
