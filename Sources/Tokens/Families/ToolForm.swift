/// How a family shows the definitions of tools to its models.
struct ToolForm {
  enum Layout {
    /// As declarations in TypeScript.
    case typeScript
    case json(JSONLayout)
  }

  var layout: Layout
  /// The tokens of the instructions around the definitions.
  var fixed: Int

  /// The instructions may be longer by so many tokens. Only bounds include them.
  static let perhaps = 300

  /// The source of each line:
  /// - Harmony: PyPI's openai-harmony 0.0.8, whose developer message has declarations in TypeScript.
  ///   OpenAI's other models count the same text without the frame of that message.
  /// - Qwen 2 and 3, Llama 3: the templates beside the models. Qwen 3.5: from memory.
  /// - Mistral: PyPI's mistral-common 1.13.1.
  /// - Claude: Anthropic's table of the tokens that tool use adds, 346 for most models. How it
  ///   writes the definitions is not published: JSON is a guess.
  /// - Gemini, DeepSeek and others: guesses.
  static func of(_ family: TokenFamily) -> ToolForm {
    switch family {
    case .o200k, .cl100k: ToolForm(layout: .typeScript, fixed: 3)
    case .harmony: ToolForm(layout: .typeScript, fixed: 24)
    case .claude2, .claude3, .claude47, .claude48: ToolForm(layout: .json(.compact), fixed: 346)
    case .gemini, .gemma: ToolForm(layout: .json(.compact), fixed: 0)
    case .llama3, .llama4: ToolForm(layout: .json(.indented), fixed: 60)
    case .qwen2, .qwen3: ToolForm(layout: .json(.spaced), fixed: 91)
    case .qwen35: ToolForm(layout: .json(.spaced), fixed: 220)
    case .deepseek: ToolForm(layout: .json(.spaced), fixed: 120)
    case .tekken, .mistralSP: ToolForm(layout: .json(.spaced), fixed: 2)
    case .middle: ToolForm(layout: .json(.spaced), fixed: 60)
    }
  }
}
