import Basics

/// Reads a price file in one of three formats, which are recognised by their members:
///
/// - a saved catalog: `products`, each with `pricing`
/// - the price map of LiteLLM: for each model, dollars per token
/// - a plain map: for each model, dollars per million tokens
package struct PriceFile {
  private let path: String
  private var outline = JSONOutline()
  private var prices: [String: Price] = [:]

  /// The largest price file that is read, in bytes. LiteLLM's whole map has three megabytes.
  package static let maxFileSize = 64 << 20
  /// The highest price that is accepted, in dollars per million tokens: six hundred times that of
  /// the most expensive model so far. It catches prices in the wrong unit.
  private static let maxPerMillion = 1e5
  /// The highest price per request that is accepted, in dollars.
  private static let maxPerRequest = 1e4

  private init(_ path: String) {
    self.path = path
  }

  /// Reads and parses a file.
  package static func read(_ path: String) throws(PriceFileError) -> PriceList {
    let bytes: [UInt8]
    do throws(FileError) {
      let file = try ReadableFile(path)
      bytes = try file.bytes(at: 0, count: min(try file.size(), Self.maxFileSize + 1))
    } catch {
      throw .file(error)
    }
    return try parse(bytes, path: path)
  }

  /// `path`: for the list's source and for errors.
  package static func parse(_ bytes: [UInt8], path: String) throws(PriceFileError) -> PriceList {
    guard bytes.count <= maxFileSize else {
      throw .malformed(path: path, reason: "it is larger than 64 MiB")
    }
    var file = PriceFile(path)
    let result: Result<Void, PriceFileError> = bytes.withUnsafeBytes { text in
      do throws(PriceFileError) {
        return .success(try file.readPrices(text))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    guard !file.prices.isEmpty else {
      throw .malformed(path: path, reason: "it contains no price of a model")
    }
    return PriceList(source: path, prices: file.prices)
  }

  private mutating func readPrices(_ text: UnsafeRawBufferPointer) throws(PriceFileError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = text.starts(with: mark) ? UnsafeRawBufferPointer(rebasing: text[3...]) : text
    do throws(JSONError) {
      try outline.read(text, depth: 4)
    } catch {
      throw malformed("\(error.clause), at byte \(error.offset + 1)")
    }
    guard outline.nodes[0].kind == .object else { throw malformed("it is not a JSON object") }
    if let products = outline.member("products", in: text), outline.nodes[products].kind == .array {
      for product in children(of: products) { try addProduct(product, text) }
    } else {
      try readMap(text)
    }
  }

  private func malformed(_ reason: String) -> PriceFileError {
    .malformed(path: path, reason: reason)
  }

  private func children(of parent: Int) -> [Int] {
    var children: [Int] = []
    outline.forEachChild(of: parent) { children.append($0) }
    return children
  }
}

// MARK: - The three formats

extension PriceFile {
  /// Adds one product of a catalog. A product that is not sold by tokens or requests is left out.
  private mutating func addProduct(
    _ product: Int, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) {
    func string(_ name: StaticString) -> String? {
      outline.member(name, of: product, in: text).flatMap { outline.string($0, in: text) }
        .flatMap { $0.isEmpty ? nil : $0 }
    }
    guard outline.nodes[product].kind == .object else {
      throw malformed("'products' contains something that is not an object")
    }
    let names = [string("id"), string("slug")].compactMap(\.self)
    guard let pricing = outline.member("pricing", of: product, in: text),
      outline.nodes[pricing].kind == .object, let first = names.first
    else { return }
    let price = try price(
      of: first, in: pricing, text, input: "per_1m_input_usd", output: "per_1m_output_usd",
      request: "per_request_usd", scale: 1)
    guard let price else { return }
    for name in names { prices[name] = price }
  }

  /// Reads a map of models, LiteLLM's or a plain one.
  private mutating func readMap(_ text: UnsafeRawBufferPointer) throws(PriceFileError) {
    for entry in children(of: 0) {
      let key = UnsafeRawBufferPointer(rebasing: text[outline.nodes[entry].key])
      guard let model = JSONString.decode(key), !model.isEmpty else {
        throw malformed("the name of a model cannot be read")
      }
      // In LiteLLM's map, this entry only documents the format.
      if model == "sample_spec" { continue }
      guard outline.nodes[entry].kind == .object else {
        throw malformed("'\(model)' is not an object with prices")
      }
      guard let price = try price(of: model, in: entry, text) else { continue }
      guard prices.updateValue(price, forKey: model) == nil else {
        throw malformed("'\(model)' appears twice")
      }
    }
  }

  /// The price of one entry of a map, LiteLLM's or a plain one; `nil`: it has no price.
  private func price(
    of model: String, in entry: Int, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) -> Price? {
    if let price = try price(
      of: model, in: entry, text, input: "input_per_1m", output: "output_per_1m",
      request: "per_request", scale: 1)
    {
      return price
    }
    guard
      var price = try price(
        of: model, in: entry, text, input: "input_cost_per_token", output: "output_cost_per_token",
        request: "input_cost_per_request", scale: 1_000_000)
    else { return nil }
    // In LiteLLM's map, a price of zero means that the price is unknown.
    guard price.input + price.output + price.request > 0 else { return nil }
    price.standard = TierPrice(
      price.standard.short, steps: try steps(of: model, in: entry, text, price))
    return price
  }

  /// The price from the members with these names. `nil`: there is neither a price for both kinds of
  /// tokens nor a price per request. With only one of the token prices, the other kind would count
  /// as free.
  private func price(
    of model: String, in entry: Int, _ text: UnsafeRawBufferPointer, input: StaticString,
    output: StaticString, request: StaticString, scale: Double
  ) throws(PriceFileError) -> Price? {
    let most = Self.maxPerMillion / scale
    let input = try number(input, of: model, in: entry, text, most: most)
    let output = try number(output, of: model, in: entry, text, most: most)
    let request = try number(request, of: model, in: entry, text, most: Self.maxPerRequest)
    if let input, let output {
      return Price(
        input: (input * scale).toNineDecimals, output: (output * scale).toNineDecimals,
        request: request ?? 0)
    }
    guard input == nil, output == nil, let request else { return nil }
    return Price(input: 0, output: 0, request: request)
  }

  /// The prices of long prompts, from members such as `input_cost_per_token_above_200k_tokens`. A
  /// missing half is that of the shorter prompts.
  private func steps(
    of model: String, in entry: Int, _ text: UnsafeRawBufferPointer, _ price: Price
  ) throws(PriceFileError) -> [TierPrice.Step] {
    var steps: [TierPrice.Step] = []
    var rates = price.standard.short
    let bounds: [(Int, StaticString, StaticString)] = [
      (32, "input_cost_per_token_above_32k_tokens", "output_cost_per_token_above_32k_tokens"),
      (100, "input_cost_per_token_above_100k_tokens", "output_cost_per_token_above_100k_tokens"),
      (128, "input_cost_per_token_above_128k_tokens", "output_cost_per_token_above_128k_tokens"),
      (200, "input_cost_per_token_above_200k_tokens", "output_cost_per_token_above_200k_tokens"),
      (256, "input_cost_per_token_above_256k_tokens", "output_cost_per_token_above_256k_tokens"),
      (272, "input_cost_per_token_above_272k_tokens", "output_cost_per_token_above_272k_tokens"),
      (512, "input_cost_per_token_above_512k_tokens", "output_cost_per_token_above_512k_tokens"),
    ]
    for (thousands, inputName, outputName) in bounds {
      let most = Self.maxPerMillion / 1_000_000
      let input = try number(inputName, of: model, in: entry, text, most: most)
      let output = try number(outputName, of: model, in: entry, text, most: most)
      guard input != nil || output != nil else { continue }
      if let input { rates.input = (input * 1_000_000).toNineDecimals }
      if let output { rates.output = (output * 1_000_000).toNineDecimals }
      steps.append(.init(above: thousands * 1000, rates))
    }
    return steps
  }

  /// The number of one member; `nil`: it is missing or `null`. Throws if it is not between 0 and
  /// `most`.
  private func number(
    _ name: StaticString, of model: String, in entry: Int, _ text: UnsafeRawBufferPointer,
    most: Double
  ) throws(PriceFileError) -> Double? {
    guard let index = outline.member(name, of: entry, in: text),
      outline.nodes[index].kind != .null
    else { return nil }
    guard outline.nodes[index].kind == .number else {
      throw malformed("'\(name)' of '\(model)' is not a number")
    }
    // Beyond the largest `Double`, a number has only its sign.
    let isNegative = text[outline.nodes[index].range.lowerBound] == UInt8(ascii: "-")
    let value = outline.number(index, in: text) ?? (isNegative ? -.infinity : .infinity)
    guard value >= 0 else { throw malformed("'\(name)' of '\(model)' is negative") }
    guard value <= most else {
      throw malformed("'\(name)' of '\(model)' is too high: above \(most) dollars")
    }
    return value
  }
}

extension Double {
  /// Rounded to nine decimal places, so that 2.5e-06 times a million is exactly 2.5.
  fileprivate var toNineDecimals: Double { (self * 1e9).rounded() / 1e9 }
}
