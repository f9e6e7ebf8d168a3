import Basics

/// Reads a file of prices, in one of three shapes that tell themselves apart: a saved catalog
/// (`products`, each with `pricing`), the price map of LiteLLM (dollars per token), and a plain map
/// (dollars per million tokens).
package struct PriceFile {
  private let path: String
  private var outline = JSONOutline()
  private var prices: [String: Price] = [:]

  /// LiteLLM's whole map has three megabytes.
  package static let largest = 64 << 20
  /// Dollars per million tokens: six hundred times what the dearest model has ever cost.
  private static let mostPerMillion = 1e5
  private static let mostPerRequest = 1e4

  private init(_ path: String) {
    self.path = path
  }

  package static func read(_ path: String) throws(PriceFileError) -> PriceList {
    let bytes: [UInt8]
    do throws(FileError) {
      let file = try ReadableFile(path)
      bytes = try file.bytes(at: 0, count: min(try file.size(), Self.largest + 1))
    } catch {
      throw .file(error)
    }
    return try parse(bytes, path: path)
  }

  package static func parse(_ bytes: [UInt8], path: String) throws(PriceFileError) -> PriceList {
    guard bytes.count <= largest else {
      throw .malformed(path: path, reason: "it has more than 64 MiB")
    }
    var file = PriceFile(path)
    let result: Result<Void, PriceFileError> = bytes.withUnsafeBytes { text in
      do throws(PriceFileError) {
        return .success(try file.take(text))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    guard !file.prices.isEmpty else {
      throw .malformed(path: path, reason: "it holds no price of a model")
    }
    return PriceList(source: path, prices: file.prices)
  }

  private mutating func take(_ text: UnsafeRawBufferPointer) throws(PriceFileError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = text.starts(with: mark) ? UnsafeRawBufferPointer(rebasing: text[3...]) : text
    do throws(JSONError) {
      try outline.read(text, depth: 4)
    } catch {
      throw malformed("\(error.clause), at byte \(error.offset + 1)")
    }
    guard outline.nodes[0].kind == .object else { throw malformed("it is no JSON object") }
    if let products = outline.member("products", in: text), outline.nodes[products].kind == .array {
      for product in children(of: products) { try takeProduct(product, text) }
    } else {
      try takeMap(text)
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

// MARK: - The three shapes

extension PriceFile {
  /// One of a catalog. What is not sold by tokens or requests has no price here.
  private mutating func takeProduct(
    _ product: Int, _ text: UnsafeRawBufferPointer
  ) throws(PriceFileError) {
    func string(_ name: StaticString) -> String? {
      outline.member(name, of: product, in: text).flatMap { outline.string($0, in: text) }
        .flatMap { $0.isEmpty ? nil : $0 }
    }
    guard outline.nodes[product].kind == .object else {
      throw malformed("'products' holds something that is no object")
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

  private mutating func takeMap(_ text: UnsafeRawBufferPointer) throws(PriceFileError) {
    for entry in children(of: 0) {
      let key = UnsafeRawBufferPointer(rebasing: text[outline.nodes[entry].key])
      guard let model = JSONString.decode(key), !model.isEmpty else {
        throw malformed("a model has no name that could be read")
      }
      // How LiteLLM explains its own map.
      if model == "sample_spec" { continue }
      guard outline.nodes[entry].kind == .object else {
        throw malformed("'\(model)' is no object with prices")
      }
      guard let price = try price(of: model, in: entry, text) else { continue }
      guard prices.updateValue(price, forKey: model) == nil else {
        throw malformed("'\(model)' stands in it twice")
      }
    }
  }

  /// Of one entry of a map, either LiteLLM's or a plain one; `nil`: it names no price.
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
    // There, nothing means that nobody knows.
    guard price.input + price.output + price.request > 0 else { return nil }
    price.long = try long(of: model, in: entry, text, price)
    return price
  }

  /// Both prices of tokens, or one of a request, or nothing: half a price would count as zero.
  private func price(
    of model: String, in entry: Int, _ text: UnsafeRawBufferPointer, input: StaticString,
    output: StaticString, request: StaticString, scale: Double
  ) throws(PriceFileError) -> Price? {
    let most = Self.mostPerMillion / scale
    let input = try number(input, of: model, in: entry, text, most: most)
    let output = try number(output, of: model, in: entry, text, most: most)
    let request = try number(request, of: model, in: entry, text, most: Self.mostPerRequest)
    if let input, let output {
      return Price(
        input: (input * scale).tidy, output: (output * scale).tidy, request: request ?? 0)
    }
    guard input == nil, output == nil, let request else { return nil }
    return Price(input: 0, output: 0, request: request)
  }

  /// `input_cost_per_token_above_200k_tokens` and the like: from the lowest bound on, the dearest.
  private func long(
    of model: String, in entry: Int, _ text: UnsafeRawBufferPointer, _ price: Price
  ) throws(PriceFileError) -> Price.Long? {
    var long: Price.Long?
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
      let most = Self.mostPerMillion / 1_000_000
      let input = try number(inputName, of: model, in: entry, text, most: most)
      let output = try number(outputName, of: model, in: entry, text, most: most)
      guard input != nil || output != nil else { continue }
      var found = long ?? .init(above: thousands * 1000, input: price.input, output: price.output)
      found.input = max(found.input, ((input ?? 0) * 1_000_000).tidy)
      found.output = max(found.output, ((output ?? 0) * 1_000_000).tidy)
      long = found
    }
    return long
  }

  /// `nil`: the member is not there, or `null`.
  private func number(
    _ name: StaticString, of model: String, in entry: Int, _ text: UnsafeRawBufferPointer,
    most: Double
  ) throws(PriceFileError) -> Double? {
    guard let index = outline.member(name, of: entry, in: text),
      outline.nodes[index].kind != .null
    else { return nil }
    guard let value = outline.number(index, in: text) else {
      throw malformed("'\(name)' of '\(model)' is no number")
    }
    guard value >= 0 else { throw malformed("'\(name)' of '\(model)' is negative") }
    guard value <= most else {
      throw malformed("'\(name)' of '\(model)' is absurd: above \(most) dollars")
    }
    return value
  }
}

extension Double {
  /// To nine digits behind the point: 2.5e-06 times a million is 2.5, not a neighbour of it.
  fileprivate var tidy: Double { (self * 1e9).rounded() / 1e9 }
}
