import Basics

/// The exact books of a server that reports what its answers took in a dozen ways, played in memory and
/// over a socket.
///
/// The arithmetic is its own: whole billionths of a dollar, and nothing of `Price`.
struct LedgerBooks {
  /// What one answer really took.
  struct Entry {
    var tokensIn: Int
    var cachedIn = 0
    var tokensOut: Int
    var thinking = 0
    /// Of the plain price, in hundredths.
    var tier = 100
    /// The price of this server beside the list's, in hundredths.
    var markup = 100
    /// Pictures that were sent to the model with fees; `nil`: to the one without.
    var pictures: Int?

    /// $3 a million tokens in, $0.30 if cached, $15 out: 3,000, 300 and 15,000 billionths each. Where
    /// there are fees, $0.002 for the request and $0.005 for each picture, in every tier.
    var nanodollars: Int {
      let tokens = (tokensIn - cachedIn) * 3_000 + cachedIn * 300 + tokensOut * 15_000
      let fees = pictures.map { 2_000_000 + $0 * 5_000_000 } ?? 0
      return (tokens * tier / 100 + fees) * markup / 100
    }
  }

  /// An answer of the server.
  struct Answer {
    var body: String
    /// The header `x-litellm-response-cost`; `nil`: it has none.
    var costHeader: String?
  }

  static let shapes = 12
  /// The tokens that a request and its answer have at most.
  static let mostIn = 400
  static let mostOut = 900
  /// Two models with the same prices for tokens.
  static let plainModel = "ledger"
  static let modelWithFees = "gpt-4o"

  private let random: [UInt64]
  /// By how much answers that report their cost are billed above the list, in hundredths of it.
  private let markup: Int

  init(jobs count: Int, markup: Int = 100, seed: UInt64 = 1) {
    var generator = SplitMix64(seed: seed)
    random = (0..<count).map { _ in generator.next() }
    self.markup = markup
  }

  /// Every second dozen of jobs is for the model with fees, with up to two pictures.
  static func pictures(_ index: Int) -> Int? {
    index / shapes % 2 == 0 ? nil : index % 3
  }

  static func model(_ index: Int) -> String {
    pictures(index) == nil ? plainModel : modelWithFees
  }

  /// The body of a request. The server finds the job's number in it.
  static func request(_ index: Int) -> String {
    let text = String(repeating: "a ", count: mostIn / 2)
    // The beginning of a picture of 64 x 64 pixels.
    let picture =
      #",{"type":"image_url","image_url":{"url":"data:image/png;base64,"#
      + #"iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAYAAAA="}}"#
    let parts = String(repeating: picture, count: pictures(index) ?? 0)
    return #"{"model":"\#(model(index))","user":"\#(index)","max_tokens":\#(mostOut),"messages":["#
      + #"{"role":"user","content":[{"type":"text","text":"\#(text)"}\#(parts)]}]}"#
  }

  func entry(_ index: Int) -> Entry {
    let random = random[index]
    var entry = Entry(
      tokensIn: 1 + Int(random % UInt64(Self.mostIn)),
      tokensOut: 2 + Int(random >> 20 % UInt64(Self.mostOut - 1)))
    entry.thinking = entry.tokensOut / 2
    entry.pictures = Self.pictures(index)
    switch index % Self.shapes {
    case 5...7: entry.cachedIn = entry.tokensIn * 2 / 3
    case 8...10: entry.markup = markup
    case 11: entry.tier = [50, 200, 50][Int(random >> 50 % 3)]
    default: break
    }
    return entry
  }

  /// What the server says to a job.
  func answer(_ index: Int) -> Answer {
    let entry = entry(index)
    let (usage, tier) = usage(index, entry)
    let body =
      #"{"model":"\#(Self.model(index))","choices":[{"index":0,"finish_reason":"stop","message":"#
      + #"{"role":"assistant","content":"x"}}]\#(tier),"usage":{\#(usage)}}"#
    let saysCost = index % Self.shapes == 10
    return Answer(
      body: body, costHeader: saysCost ? "\(Double(entry.nanodollars) / 1e9)" : nil)
  }

  /// The members of `usage`, and of the body.
  private func usage(_ index: Int, _ entry: Entry) -> (usage: String, body: String) {
    let (tokensIn, out, total) = (entry.tokensIn, entry.tokensOut, entry.tokensIn + entry.tokensOut)
    let seen = out - entry.thinking
    let details = #""completion_tokens_details":{"reasoning_tokens":\#(entry.thinking)}"#
    let plain = #""prompt_tokens":\#(tokensIn),"completion_tokens":\#(out)"#
    let hidden = #""prompt_tokens":\#(tokensIn),"completion_tokens":\#(seen)"#
    switch index % Self.shapes {
    case 1: return (#""input_tokens":\#(tokensIn),"output_tokens":\#(out)"#, "")
    case 2: return (#"\#(hidden),"total_tokens":\#(total),\#(details)"#, "")
    case 3:
      return (#""prompt_tokens":\#(tokensIn),"completion_tokens":0,"total_tokens":\#(total)"#, "")
    case 4: return (#"\#(plain),"total_tokens":\#(total),\#(details)"#, "")
    case 5:
      return (#"\#(plain),"prompt_tokens_details":{"cached_tokens":\#(entry.cachedIn)}"#, "")
    case 6: return (#"\#(plain),"cache_read_input_tokens":\#(entry.cachedIn)"#, "")
    case 7: return (#"\#(plain),"prompt_cache_hit_tokens":\#(entry.cachedIn)"#, "")
    case 8: return (#"\#(plain),"cost":\#(Double(entry.nanodollars) / 1e9)"#, "")
    case 9: return (#"\#(plain),"cost_in_usd_ticks":\#(entry.nanodollars * 10)"#, "")
    case 11:
      let tier = entry.tier == 200 ? "priority" : index % 2 == 0 ? "batch" : "flex"
      return (plain, #","service_tier":"\#(tier)""#)
    default: return (#"\#(plain),"total_tokens":\#(total)"#, "")
    }
  }
}
