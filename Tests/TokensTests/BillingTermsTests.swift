import Testing

@testable import Tokens

/// What the price of a request depends on besides the tokens of its texts.
@Suite struct BillingTermsTests {
  private static func size(_ members: String, _ content: String = #""hi""#) -> RequestSize {
    Meter.size(
      #"{"model":"gpt-4o","messages":[{"role":"user","content":\#(content)}]\#(members)}"#)
  }

  @Test(
    arguments: [
      ("", .open), (#","service_tier":"auto""#, .open), (#","service_tier":"AUTO""#, .open),
      (#","service_tier":null"#, .open), (#","service_tier":"default""#, .named(.standard)),
      (#","service_tier":"on_demand""#, .named(.standard)),
      (#","service_tier":"flex""#, .named(.flex)),
      (#","service_tier":"Priority""#, .named(.priority)),
      (#","service_tier":"batch""#, .named(.batch)), (#","service_tier":"scale""#, .unknown),
      (#","service_tier":"""#, .unknown), (#","service_tier":1"#, .unknown),
      (#","service_tier":["flex"]"#, .unknown),
    ] as [(String, RequestedTier)])
  func `the tier that a request asks for`(members: String, tier: RequestedTier) {
    #expect(Self.size(members).terms.tier == tier)
  }

  @Test func `a request may be billed at the tier that it names, or at the standard one`() {
    func mayBecome(_ tier: RequestedTier) -> [ServiceTier] {
      ServiceTier.allCases.filter(tier.mayBecome)
    }
    #expect(mayBecome(.open) == [.standard, .flex, .priority])
    #expect(mayBecome(.named(.standard)) == [.standard])
    #expect(mayBecome(.named(.priority)) == [.standard, .priority])
    #expect(mayBecome(.named(.batch)) == [.standard, .batch])
    #expect(mayBecome(.unknown) == ServiceTier.allCases)
  }

  @Test(
    arguments: [
      ("", false), (#","modalities":["text"]"#, false), (#","modalities":["text","audio"]"#, true),
      (#","modalities":"audio""#, false), (#","modalities":null"#, false),
      (#","audio":{"voice":"alloy"}"#, true), (#","audio":null"#, false),
    ])
  func `whether the answer may be spoken`(members: String, isSpoken: Bool) {
    let terms = Self.size(members).terms
    #expect(terms.asksForAudio == isSpoken && !terms.sendsAudio)
  }

  @Test func `recordings are sent audio, also an earlier answer that is given by its id`() {
    let recording = #"[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]"#
    #expect(Self.size("", recording).terms.sendsAudio)
    let size = Meter.size(
      #"{"model":"gpt-audio","messages":[{"role":"assistant","audio":{"id":"audio_1"}}]}"#)
    #expect(size.terms.sendsAudio && size.unbounded.words == "1 recording")
  }

  @Test func `pictures are counted, behind links too, and very many count as 65,535`() {
    let data = #"{"type":"image_url","image_url":{"url":"data:,"}}"#
    let link = #"{"type":"input_image","image_url":"https://a.example/b.png"}"#
    #expect(Self.size("", "[\(data),\(link),\(data)]").terms.pictures == 3)
    #expect(Self.size("").terms.pictures == 0)
    #expect(BillingTerms(pictures: 70_000).pictures == 65_535)
    #expect(BillingTerms(pictures: -1).pictures == 0)
  }

  @Test func `terms keep all of their parts in 3 bytes`() {
    let tiers = [RequestedTier.open, .unknown] + ServiceTier.allCases.map(RequestedTier.named)
    for tier in tiers {
      for marks in 0..<4 {
        let (sends, asks) = (marks & 1 != 0, marks & 2 != 0)
        let terms = BillingTerms(tier: tier, pictures: 7, sendsAudio: sends, asksForAudio: asks)
        #expect(terms.tier == tier && terms.pictures == 7)
        #expect(terms.sendsAudio == sends && terms.asksForAudio == asks)
      }
    }
    #expect(MemoryLayout<BillingTerms>.size == 3)
  }

  @Test(
    arguments: [
      (
        #","tools":[{"type":"function","function":{"name":"f"}},{"type":"custom"},{"name":"g"}]"#, 0
      ),
      (#","tools":[{"type":"web_search"},{"type":"code_interpreter"}]"#, 2),
      (#","web_search_options":{}"#, 1), (#","web_search_options":null"#, 0),
      (#","search_parameters":{"mode":"auto"}"#, 1), (#","search_parameters":{"mode":"off"}"#, 0),
      (#","plugins":[]"#, 0), (#","plugins":[{"id":"web"}]"#, 1), (#","enable_search":true"#, 1),
      (#","enable_search":false"#, 0), (#","tools":7"#, 0), (#","tools":[7]"#, 0),
    ])
  func `tools that the service runs have no bound`(members: String, count: Int) {
    let size = Self.size(members)
    #expect(size.unbounded.servedTools == count && size.unbounded.total == count)
  }

  /// Each of these texts has as many bytes as it may have tokens.
  @Test func `what a server may show to the model is in the bound, and not in the estimate`() {
    let text = String(repeating: "x", count: 200)
    func message(_ members: String) -> RequestSize {
      Meter.size(#"{"model":"gpt-4o","messages":[{"role":"assistant","content":""\#(members)}]}"#)
    }
    let plain = message("")
    for members in [
      #","reasoning_content":"\#(text)""#, #","reasoning":"\#(text)""#,
      #","thinking_blocks":[{"type":"thinking","thinking":"\#(text)"}]"#,
      #","tool_call_id":"\#(text)""#, #","tool_calls":[{"id":"\#(text)"}]"#,
    ] {
      let size = message(members)
      #expect(size.mostIn >= plain.mostIn + 200 && size.mostIn <= plain.mostIn + 260, "\(members)")
      #expect(size.tokensIn == plain.tokensIn, "\(members)")
    }
    let documents = Self.size(#","documents":[{"text":"\#(text)"}]"#)
    #expect(documents.mostIn >= Self.size("").mostIn + 200)
  }

  /// https://platform.openai.com/docs/guides/predicted-outputs: tokens of the prediction that are not
  /// in the answer are billed like those of the answer.
  @Test func `a predicted answer may be billed beside the answer`() {
    let prediction = #","prediction":{"type":"content","content":"a prediction"}"#
    let size = Self.size(#","max_tokens":10"# + prediction)
    #expect((22...60).contains(size.ceilingOut ?? 0))
  }
}
