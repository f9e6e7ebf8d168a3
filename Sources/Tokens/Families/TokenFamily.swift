/// Models that count tokens alike: with one vocabulary and one form of chat.
package enum TokenFamily: String, Sendable, CaseIterable {
  /// OpenAI's `o200k_base`: GPT-4o, 4.1, 4.5, 5, the o series.
  case o200k
  /// OpenAI's `cl100k_base`: GPT-4, GPT-4 Turbo, GPT-3.5.
  case cl100k
  /// gpt-oss: the vocabulary of ``o200k``, with a long system message of its own.
  case harmony
  /// Claude 2 and Claude Instant.
  case claude2
  /// Claude 3 to 4.6.
  case claude3
  /// Claude Opus 4.7.
  case claude47
  /// Claude from 4.8: the vocabulary of ``claude47`` with a shorter frame.
  case claude48
  /// The vocabulary is that of ``gemma``, as Google's SDK counts; the API adds no turns to it.
  case gemini
  case gemma
  case llama3
  case llama4
  /// Qwen 1 to 2.5. Their templates add a system message where there is none.
  case qwen2
  case qwen3
  /// From Qwen 3.5: another vocabulary.
  case qwen35
  /// V3, R1 and later.
  case deepseek
  /// Mistral's newer vocabulary.
  case tekken
  /// Mistral's older vocabulary of 32,768 pieces.
  case mistralSP
  /// Models whose vocabulary is not published or not measured: Kimi, GLM, Grok, MiniMax, Nova,
  /// Cohere and unknown names. The middle of four vocabularies.
  case middle

  /// The standard error of an estimate as a share of it.
  ///
  /// The root mean square error, rounded up, over 824 texts that no cost was fitted to: the 59 in
  /// `Samples/short-texts`, and 765 pieces of translations, code, licences, data and names from PyPI
  /// packages that the corpus does not have (django-allauth, django-oscar, CKAN, spaCy's examples,
  /// SymPy, Faker). A job file has mostly one kind of text, so its errors do not cancel out.
  /// ``middle`` is an assumption: twice the spread between vocabularies on text in English, half of
  /// it on other scripts.
  package var relativeError: Double {
    switch self {
    case .claude47, .claude48: 0.05
    case .claude2, .mistralSP: 0.06
    case .o200k, .harmony, .cl100k, .claude3, .gemini, .gemma, .llama3, .qwen2, .qwen3, .qwen35,
      .tekken:
      0.07
    case .llama4, .deepseek: 0.08
    case .middle: 0.25
    }
  }

  /// The table of costs that the family uses.
  package enum Vocabulary: String, Sendable, CaseIterable {
    case o200k, cl100k, claude2, claude3, claude47, gemma, llama3, llama4, qwen3, qwen35, deepseek
    case tekken, mistralSP, middle
  }

  package var vocabulary: Vocabulary {
    switch self {
    case .o200k, .harmony: .o200k
    case .cl100k: .cl100k
    case .claude2: .claude2
    case .claude3: .claude3
    case .claude47, .claude48: .claude47
    case .gemini, .gemma: .gemma
    case .llama3: .llama3
    case .llama4: .llama4
    case .qwen2, .qwen3: .qwen3
    case .qwen35: .qwen35
    case .deepseek: .deepseek
    case .tekken: .tekken
    case .mistralSP: .mistralSP
    case .middle: .middle
    }
  }
}
