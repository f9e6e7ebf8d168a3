/// Who a model's name says makes or serves it: the words before the name, such as `x-ai/grok-4` or
/// `together_ai/meta-llama/…`.
enum ModelOwner {
  /// Makers that sell their models themselves, by the words that stand for them.
  private static let makers: [String: String] = spellings([
    "ai21": "ai21labs", "alibaba": "dashscope qwen qwencloud qwen_ai_platform",
    "amazon": "amazon-nova", "anthropic": "", "cohere": "cohere_chat cohereforai coherelabs",
    "deepseek": "deepseek-ai", "google": "gemini google-ai-studio google_ai_studio",
    "inception": "", "meta": "meta-llama", "minimax": "minimaxai",
    "mistral": "mistralai codestral", "moonshot": "moonshotai", "openai": "",
    "perplexity": "perplexity-ai", "sarvam": "", "tencent": "", "xai": "x-ai",
    "xiaomi": "xiaomi_mimo xiaomimimo", "zai": "z-ai zai-org zhipu zhipuai bigmodel thudm",
  ])

  /// Services that sell the models of others, each at its own prices.
  private static let hosts: [String: String] = spellings([
    "aihubmix": "", "anyscale": "", "azure": "azure_ai azure-ai", "baseten": "",
    "bedrock": "amazon-bedrock aws bedrock_converse bedrock_mantle", "cerebras": "",
    "cloudflare": "@cf @hf", "databricks": "", "deepinfra": "", "featherless": "featherless_ai",
    "fireworks": "fireworks_ai fireworks-ai", "friendli": "friendliai", "github_copilot": "",
    "gmi": "", "groq": "", "heroku": "", "hyperbolic": "", "kyma": "", "lambda": "lambda_ai",
    "lemonade": "", "meta_llama": "", "nebius": "", "novita": "novita_ai novita-ai", "nscale": "",
    "oci": "",
    "ollama": "", "openrouter": "", "ovhcloud": "", "replicate": "", "sagemaker": "",
    "sambanova": "", "scaleway": "", "snowflake": "", "together": "together_ai togetherai",
    "vercel": "vercel_ai_gateway", "vertex": "vertex_ai vertexai", "volcengine": "", "wandb": "",
    "watsonx": "",
  ])

  /// Services that sell a maker's own model at the maker's price.
  static let resellers: Set<String> = ["openrouter", "vercel"]

  /// Makers' own clouds, which sell their models at the same prices.
  static let clouds = ["amazon": "bedrock", "google": "vertex"]

  /// Words of paths that say nothing about the owner.
  static let fillers: Set<Substring> = [
    "accounts", "chat", "converse", "invoke", "models", "publishers", "responses",
  ]

  /// Whose models begin with these letters.
  private static let families: [(prefix: String, maker: String)] = [
    ("gpt", "openai"), ("chatgpt", "openai"), ("o1", "openai"), ("o3", "openai"),
    ("o4", "openai"), ("ft:", "openai"), ("computer-use", "openai"), ("daybreak", "openai"),
    ("chat-latest", "openai"), ("davinci", "openai"), ("babbage", "openai"),
    ("claude", "anthropic"), ("gemini", "google"), ("gemma", "google"), ("learnlm", "google"),
    ("deep-research", "google"), ("medlm", "google"), ("text-unicorn", "google"),
    ("deepseek", "deepseek"), ("grok", "xai"), ("mistral", "mistral"), ("ministral", "mistral"),
    ("magistral", "mistral"), ("codestral", "mistral"), ("devstral", "mistral"),
    ("pixtral", "mistral"), ("voxtral", "mistral"), ("mixtral", "mistral"),
    ("open-mi", "mistral"), ("labs-leanstral", "mistral"), ("command", "cohere"),
    ("c4ai", "cohere"), ("qwen", "alibaba"), ("qwq", "alibaba"), ("qvq", "alibaba"),
    ("kimi", "moonshot"), ("moonshot", "moonshot"), ("glm", "zai"), ("minimax", "minimax"),
    ("llama", "meta"), ("muse", "meta"), ("jamba", "ai21"), ("j2-", "ai21"), ("nova", "amazon"),
    ("titan", "amazon"), ("sonar", "perplexity"), ("pplx", "perplexity"), ("hunyuan", "tencent"),
    ("hy4", "tencent"), ("mimo", "xiaomi"), ("mercury", "inception"),
  ]

  /// The owner that a word stands for, under one name for all its spellings; `nil`: the word is
  /// unknown.
  static func named(_ word: Substring) -> String? {
    makers[String(word)] ?? hosts[String(word)]
  }

  static func isMaker(_ word: Substring) -> Bool { makers[String(word)] != nil }

  /// The maker of a model by the beginning of its name; `nil`: unknown.
  static func maker(of model: String) -> String? {
    families.first { model.hasPrefix($0.prefix) }?.maker
  }

  /// By every spelling the name that stands for all of them.
  private static func spellings(_ names: [String: String]) -> [String: String] {
    var all: [String: String] = [:]
    for (name, others) in names {
      all[name] = name
      for other in others.split(separator: " ") { all[String(other)] = name }
    }
    return all
  }
}
