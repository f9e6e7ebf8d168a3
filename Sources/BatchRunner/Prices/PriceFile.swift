package import Basics

/// Reads a price file in one of five formats, which are recognised by their members:
///
/// - a saved catalog: `products`, each with `pricing`
/// - OpenRouter's list of models: `data`, each with `pricing`
/// - the data of genai-prices: a list of providers with `models`
/// - the price map of LiteLLM: for each model, dollars per token
/// - a plain map: for each model, dollars per million tokens
package struct PriceFile {
  let path: String
  /// The prices of genai-prices that hold on this day are used.
  let day: CivilDate
  private(set) var outline = JSONOutline()
  private var entries: [PriceEntry] = []

  /// The largest price file that is read, in bytes. LiteLLM's whole map has four megabytes.
  package static let maxFileSize = 16 << 20
  /// Values that are nested more deeply have no prices.
  private static let depth = 12

  private init(_ path: String, _ day: CivilDate) {
    self.path = path
    self.day = day
  }

  /// Reads and parses a file.
  package static func read(
    _ path: String, at now: WallTime = .now
  ) throws(PriceFileError) -> PriceList {
    let bytes: [UInt8]
    do throws(FileError) {
      let file = try ReadableFile(path)
      bytes = try file.bytes(at: 0, count: min(try file.size(), Self.maxFileSize + 1))
    } catch {
      throw .file(error)
    }
    return try parse(bytes, path: path, on: CivilDate.split(unixSeconds: now.seconds).date)
  }

  /// `path`: for the list's source and for errors.
  package static func parse(
    _ bytes: [UInt8], path: String, on day: CivilDate
  ) throws(PriceFileError) -> PriceList {
    guard bytes.count <= maxFileSize else {
      throw .malformed(path: path, reason: "it is larger than 16 MiB")
    }
    var file = PriceFile(path, day)
    let result: Result<Void, PriceFileError> = bytes.withUnsafeBytes { text in
      do throws(PriceFileError) {
        return .success(try file.readEntries(text))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    guard file.entries.contains(where: { $0.price != nil }) else {
      throw .malformed(path: path, reason: "it contains no price of a model")
    }
    return PriceList(source: path, entries: file.entries)
  }

  private mutating func readEntries(_ text: UnsafeRawBufferPointer) throws(PriceFileError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = text.starts(with: mark) ? UnsafeRawBufferPointer(rebasing: text[3...]) : text
    do throws(JSONError) {
      try outline.read(text, depth: Self.depth)
    } catch {
      throw malformed("\(error.clause), at byte \(error.offset + 1)")
    }
    if outline.nodes[0].kind == .array, !children(of: 0).isEmpty {
      entries = try providers(in: 0, text)
    } else if let list = list("providers", text) {
      entries = try providers(in: list, text)
    } else if outline.nodes[0].kind != .object {
      throw malformed("it is not a JSON object")
    } else if let list = list("products", text) {
      entries = try products(in: list, text)
    } else if let list = list("data", text) {
      entries = try offers(in: list, text)
    } else {
      entries = try map(text)
    }
  }

  private func list(_ name: StaticString, _ text: UnsafeRawBufferPointer) -> Int? {
    outline.member(name, in: text).flatMap { outline.nodes[$0].kind == .array ? $0 : nil }
  }
}

// MARK: - Values of the file

extension PriceFile {
  /// The highest price that is accepted, in dollars per million tokens: six hundred times that of
  /// the most expensive model so far. It catches prices in the wrong unit.
  static let maxPerMillion = 1e5
  /// The highest price per request or picture that is accepted, in dollars.
  static let maxPerRequest = 1e4

  /// A member of an object that has the prices of a model.
  struct Member {
    var index: Int
    /// Its name as the file writes it.
    var name: String
    var model: String
  }

  func malformed(_ reason: String) -> PriceFileError { .malformed(path: path, reason: reason) }

  func children(of parent: Int) -> [Int] {
    var children: [Int] = []
    outline.forEachChild(of: parent) { children.append($0) }
    return children
  }

  func string(_ name: StaticString, of parent: Int, _ text: UnsafeRawBufferPointer) -> String? {
    outline.member(name, of: parent, in: text).flatMap { outline.string($0, in: text) }
      .flatMap { $0.isEmpty ? nil : $0 }
  }

  func key(of index: Int, _ text: UnsafeRawBufferPointer) -> String? {
    JSONString.decode(UnsafeRawBufferPointer(rebasing: text[outline.nodes[index].key]))
  }

  /// The members of an object, each with its name.
  func members(
    of object: Int, _ model: String, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) -> [Member] {
    guard outline.nodes[object].kind == .object else { return [] }
    var members: [Member] = []
    var names: Set<String> = []
    for index in children(of: object) {
      guard let name = key(of: index, text) else { continue }
      guard names.insert(name).inserted else {
        throw malformed("'\(name)' of '\(model)' appears twice")
      }
      members.append(Member(index: index, name: name, model: model))
    }
    return members
  }

  /// Dollars per million tokens; `nil`: the price is `null`. `scale`: how many of the file's units a
  /// million tokens have.
  func perMillion(
    _ member: Member, _ text: UnsafeRawBufferPointer, scale: Double = 1
  ) throws(PriceFileError) -> Double? {
    try number(member, text, most: Self.maxPerMillion / scale).map { ($0 * scale).toNineDecimals }
  }

  /// Dollars per request or picture; `nil`: the price is `null`.
  func fee(_ member: Member, _ text: UnsafeRawBufferPointer) throws(PriceFileError) -> Double? {
    try number(member, text, most: Self.maxPerRequest)
  }

  /// The number of a member; `nil`: it is `null`. Throws if it is not between 0 and `most`.
  private func number(
    _ member: Member, _ text: UnsafeRawBufferPointer, most: Double
  ) throws(PriceFileError) -> Double? {
    let (index, name) = (member.index, "'\(member.name)' of '\(member.model)'")
    guard outline.nodes[index].kind != .null else { return nil }
    guard outline.nodes[index].kind == .number else { throw malformed("\(name) is not a number") }
    // Beyond the largest `Double`, a number has only its sign.
    let isNegative = text[outline.nodes[index].range.lowerBound] == UInt8(ascii: "-")
    let value = outline.number(index, in: text) ?? (isNegative ? -.infinity : .infinity)
    guard value >= 0 else { throw malformed("\(name) is negative") }
    guard value <= most else { throw malformed("\(name) is too high: above \(most) dollars") }
    return value
  }

  /// A date such as `2026-10-20`; `nil`: there is none.
  func date(_ name: StaticString, of parent: Int, _ text: UnsafeRawBufferPointer) -> CivilDate? {
    guard let words = string(name, of: parent, text)?.prefix(10).split(separator: "-"),
      words.count == 3, let year = Int(words[0]), let month = Int(words[1]),
      let day = Int(words[2]),
      (1970...9999).contains(year)
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    return date.exists ? date : nil
  }
}

extension Double {
  /// Rounded to nine decimal places, so that 2.5e-06 times a million is exactly 2.5.
  var toNineDecimals: Double { (self * 1e9).rounded() / 1e9 }
}
