import Basics
import Testing
import Tokens

@testable import BatchRunner
@testable import Planning

@Suite struct WorkloadTests {
  private static let picture =
    #"{"type":"image_url","image_url":{"url":"data:image/png;base64,"#
    + #"iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAYAAAA="}}"#

  private static let prices: PriceList = {
    func tier(_ out: Double) -> TierPrice {
      TierPrice(TokenRates(input: out / 5, output: out, audioOut: 4 * out))
    }
    return PriceList(
      source: "test",
      prices: [
        "gpt-4o": Price(
          tier(10), tiers: [.flex: tier(5), .priority: tier(20), .batch: tier(80)],
          request: 0.001, picture: 0.05)
      ])
  }()

  private static func body(_ members: String, pictures: Int = 0) -> [UInt8] {
    let parts = Array(repeating: picture, count: pictures) + [#"{"type":"text","text":"hi"}"#]
    let content = parts.joined(separator: ",")
    let body =
      #"{"model":"gpt-4o"\#(members),"messages":[{"role":"user","content":[\#(content)]}]}"#
    return Array(body.utf8)
  }

  private static func size(_ body: [UInt8]) -> RequestSize {
    var meter = RequestMeter()
    return body.withUnsafeBytes { meter.measure($0) }
  }

  @Test func `a job takes 24 bytes`() {
    #expect(MemoryLayout<Workload.Item>.stride == 24)
  }

  @Test(
    arguments: [
      ("", 0), (#","max_tokens":100"#, 0), (#","max_tokens":100,"n":3"#, 2),
      (#","max_tokens":100,"service_tier":"default""#, 1),
      (#","max_tokens":100,"service_tier":"flex""#, 0),
      (#","max_tokens":100,"service_tier":"priority""#, 0),
      (#","max_tokens":100,"service_tier":"batch""#, 0),
      (#","max_tokens":100,"service_tier":"rocket""#, 5),
      (#","max_tokens":100,"modalities":["text","audio"]"#, 0),
    ])
  func `the ceiling of an estimate is the sum of the run's`(members: String, pictures: Int) throws {
    let body = Self.body(members, pictures: pictures)
    var workload = Workload(standardOut: 4096)
    for _ in 0..<3 { workload.add(Self.size(body)) }
    let forecast = Forecast(workload, Evidence(), Self.prices)
    var pricing = Pricing(Self.prices, standardOut: 4096)
    let most = pricing.attemptCeiling(of: body, model: "gpt-4o").cost.dollars
    #expect(abs(try #require(forecast.cost).ceiling - 3 * most) < 1e-6)
  }

  /// 7 to 12 tokens in at $2, 300 out at $10 a million, and fees.
  @Test(
    arguments: [
      ("", 0, 0.004), (#","service_tier":"default""#, 2, 0.104),
      (#","service_tier":"priority""#, 0, 0.007), (#","service_tier":"auto""#, 0, 0.004),
    ])
  func `the likely cost has the tier and the fees that are sure`(
    members: String, pictures: Int, dollars: Double
  ) throws {
    var workload = Workload(standardOut: 4096)
    workload.add(Self.size(Self.body(#","max_tokens":1000"# + members, pictures: pictures)))
    let likely = try #require(Forecast(workload, Evidence(), Self.prices).cost).likely
    // Two pictures have 1,530 tokens besides.
    let tokens = Double(pictures) * 765 * 2e-6
    #expect(abs(likely - tokens - dollars) < 0.000_1)
  }
}
