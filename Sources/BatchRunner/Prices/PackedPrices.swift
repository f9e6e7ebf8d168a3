import Basics

/// A price list as a compact text that is searched without reading it into memory.
///
/// The text has two parts, separated by an empty line. Each line of the first part is a price: words
/// of a letter and a number. `i` input, `o` output, `c` cached input, `w` input written to a cache,
/// `r` reasoning, `a` audio input, `A` audio output, all in dollars per million tokens; `@` begins
/// the rates of prompts above a bound; `f`, `p`, `b` begin the prices of the flex, priority and batch
/// tier; `q` is the price of a request, `P` of a picture. The second part has the models. A line that
/// begins with `/` is what the names of the following lines have before them. Other lines have
/// models, separated by commas: name, number of the price's line (-1: unknown price), and the day of its
/// retirement.
struct PackedPrices: Sendable {
  private let text: StaticString
  /// Where the lines of the first part are.
  private let prices: [Range<Int>]

  init(_ text: StaticString) {
    self.text = text
    var prices: [Range<Int>] = []
    var start = 0
    Self.forEachPart(of: Self.bytes(of: text), UInt8(ascii: "\n")) { line in
      if !line.isEmpty { prices.append(start..<start + line.count) }
      start += line.count + 1
      return !line.isEmpty
    }
    self.prices = prices
  }
}

// MARK: - Reading

extension PackedPrices {
  /// All entries.
  var entries: [PriceEntry] { entries { _, _ in true } }

  /// The entries that may be the model: those that contain all words of its shortest form.
  func entries(like name: ModelName) -> [PriceEntry] {
    guard name.plain.utf8.count <= Self.longestName else { return [] }
    // The longest first, because the fewest models have it.
    let words = name.plain.utf8.split { !Self.isWord($0) }.map(Array.init)
      .sorted { $0.count > $1.count }
    return entries { prefix, model in
      words.allSatisfy { Self.contains($0, in: model) || Self.contains($0, in: prefix) }
    }
  }

  /// No model has a longer name.
  private static let longestName = 400

  private typealias Bytes = UnsafeBufferPointer<UInt8>

  private var bytes: Bytes { Self.bytes(of: text) }

  private static func bytes(of text: StaticString) -> Bytes {
    Bytes(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// The entries for which `isWanted` holds; it gets what stands before the name, and the model.
  private func entries(_ isWanted: (Bytes, Bytes) -> Bool) -> [PriceEntry] {
    var found: [PriceEntry] = []
    var prefix = Bytes(rebasing: bytes[..<0])
    let models = Bytes(rebasing: bytes[(prices.last?.upperBound ?? 0)...])
    Self.forEachPart(of: models, UInt8(ascii: "\n")) { line in
      guard let first = line.first else { return true }
      if first == UInt8(ascii: "/") {
        prefix = Bytes(rebasing: line[1...])
        return true
      }
      Self.forEachPart(of: line, UInt8(ascii: ",")) { model in
        if isWanted(prefix, model), let entry = entry(prefix, model) { found.append(entry) }
        return true
      }
      return true
    }
    return found
  }

  /// One model: its name, the number of its price's line, and the date of its retirement.
  private func entry(_ prefix: Bytes, _ model: Bytes) -> PriceEntry? {
    let words = Self.string(model).split(separator: " ")
    guard words.count > 1, let line = Int(words[1]) else { return nil }
    return PriceEntry(
      Self.string(prefix) + words[0], price(inLine: line),
      retirement: words.count > 2 ? Self.date(words[2]) : nil, isMakersList: true)
  }

  private func price(inLine number: Int) -> Price? {
    guard prices.indices.contains(number) else { return nil }
    return PackedPrice.read(Self.string(Bytes(rebasing: bytes[prices[number]])))
  }

  /// A date such as `261020`.
  private static func date(_ digits: Substring) -> CivilDate? {
    guard let number = Int(digits) else { return nil }
    return CivilDate(year: 2000 + number / 10_000, month: number / 100 % 100, day: number % 100)
  }
}

// MARK: - Bytes

extension PackedPrices {
  /// Visits the parts between separators; `visit` returns whether to go on.
  private static func forEachPart(of text: Bytes, _ separator: UInt8, _ visit: (Bytes) -> Bool) {
    guard let base = text.baseAddress else { return }
    var start = 0
    while start <= text.count {
      let found = memchr(base + start, Int32(separator), text.count - start)
      let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? text.count
      guard visit(Bytes(rebasing: text[start..<end])) else { return }
      start = end + 1
    }
  }

  private static func contains(_ word: [UInt8], in text: Bytes) -> Bool {
    guard let base = text.baseAddress, let first = word.first else { return false }
    var start = 0
    while start + word.count <= text.count,
      let found = memchr(base + start, Int32(first), text.count - word.count - start + 1)
    {
      if memcmp(found, word, word.count) == 0 { return true }
      start = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
    }
    return false
  }

  /// Whether a byte belongs to a word: letters and digits, and all of other scripts.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
    default: false
    }
  }

  private static func string(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }
}
