import Foundation
import TestTools
import Testing
import Tokens

@testable import BatchRunner

/// The built-in list against a table that was drawn from LiteLLM's map by another program.
@Suite struct MakersPricesTests {
  /// One line of the table.
  struct Row {
    let model: String
    let price: Price?
    let cells: [Double?]

    init(_ line: Substring) {
      let words = line.split(separator: "\t")
      model = String(words[1])
      let cells = words.dropFirst(2).map { Double($0) }
      self.cells = cells
      price = cells[0].flatMap { input in cells[1].map { Price(input: input, output: $0) } }
    }

    /// The name without its maker's word; `nil`: it has none.
    var bare: String? {
      model.firstIndex(of: "/").map { String(model[model.index(after: $0)...]) }
    }

    /// Whether the model's maker sells it here, and not another one's model.
    var isOwn: Bool {
      guard let owner = ModelName(model).owner, let bare else { return true }
      return ModelOwner.maker(of: bare) == owner
    }
  }

  private static func rows() throws -> [Row] {
    try String(
      contentsOfFile: "\(ProjectFolder.path)/Tests/Fixtures/prices/makers.tsv", encoding: .utf8
    )
    .split(separator: "\n").filter { !$0.hasPrefix("#") }.map(Row.init)
  }

  private func isEqual(_ price: Price?, _ row: Row) -> Bool {
    price?.input == row.cells[0] && price?.output == row.cells[1]
  }

  @Test func `the makers' models have the prices of the list, and the others are named`() throws {
    let rows = try Self.rows()
    var (same, different, unknown) = (0, 0, [String]())
    for row in rows {
      let price = PriceList.builtIn.price(of: row.model)
      if price == nil { unknown.append(row.model) }
      if isEqual(price, row) { same += price == nil ? 0 : 1 } else { different += 1 }
    }
    print(
      "prices: \(same) of \(rows.count) makers' models as in the list, \(different) differently")
    print("prices: unknown, because the list has none or 0: \(unknown.joined(separator: " "))")
    #expect(different == 0)
    #expect(rows.filter { $0.price != nil }.count == same)
    #expect(unknown == rows.filter { $0.price == nil }.map(\.model))
    #expect(rows.count > 300 && unknown.count < 30)
  }

  @Test func `prices of long prompts, service tiers and cached tokens are those of the list`()
    throws
  {
    var count = 0
    for row in try Self.rows() where row.price != nil {
      let price = try #require(PriceList.builtIn.price(of: row.model))
      if let above = row.cells[2] {
        let step = try #require(price.standard.steps.last, "\(row.model)")
        #expect(step.above == Int(above) && step.rates.input == row.cells[3], "\(row.model)")
        #expect(step.rates.output == row.cells[4], "\(row.model)")
      }
      for (tier, cell) in [(ServiceTier.flex, 5), (.priority, 7), (.batch, 9)] {
        #expect(price.tiers[tier]?.short.input == row.cells[cell], "\(row.model)")
        #expect(price.tiers[tier]?.short.output == row.cells[cell + 1], "\(row.model)")
      }
      #expect(price.standard.short.cached == row.cells[11], "\(row.model)")
      count += row.cells.dropFirst(2).compactMap(\.self).count
    }
    print("prices: \(count) further prices of the table are those of the list")
    #expect(count > 900)
  }

  @Test func `a maker's model is found without its maker, in capitals, and with a date`() throws {
    var counts: [String: (same: Int, unknown: [String])] = [:]
    func check(_ kind: String, _ name: String, _ row: Row) {
      let price = PriceList.builtIn.price(of: name)
      if let price {
        #expect(isEqual(price, row), "\(name) for \(row.model)")
        counts[kind, default: (0, [])].same += 1
      } else {
        counts[kind, default: (0, [])].unknown.append(name)
      }
    }
    let spellings = [
      "xai": "x-ai", "mistral": "mistralai", "gemini": "google", "zai": "z-ai",
      "moonshot": "moonshotai", "dashscope": "qwen", "minimax": "MiniMaxAI",
      "deepseek": "deepseek-ai", "meta": "meta", "perplexity": "perplexity-ai",
    ]
    for row in try Self.rows() where row.price != nil && row.isOwn {
      check("capitals", row.model.uppercased(), row)
      let name = row.bare ?? row.model
      check("without its maker", name, row)
      check("models/", "models/\(name)", row)
      if let maker = row.model.split(separator: "/").first.flatMap({ spellings[String($0)] }) {
        check("another spelling of the maker", "\(maker)/\(name)", row)
      }
      guard ModelName(name).plain == ModelName(name).dated, !name.contains(":") else { continue }
      check("with a date", "\(row.model)-2026-11-02", row)
      check("with a date", "\(row.model)-20261102", row)
      check("with a date", "\(row.model)-11-2026", row)
      check("with a date", "\(name)@20261102", row)
    }
    for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("prices: \(kind): \(count.same) as in the list, unknown \(count.unknown)")
      #expect(count.unknown.count * 20 <= count.same)
    }
  }
}
