import Foundation
import Testing

@testable import Tokens

@Suite struct PictureTests {
  /// A picture's first bytes.
  private static func png(_ width: Int, _ height: Int) -> [UInt8] {
    func number(_ value: Int) -> [UInt8] {
      (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    return [0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
      + number(width) + number(height) + [8, 2, 0, 0, 0]
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// With a long segment of a camera before the size, as photos have.
  private static func jpeg(_ width: Int, _ height: Int, before: Int = 50_000) -> [UInt8] {
    [0xFF, 0xD8, 0xFF, 0xE1, UInt8(before >> 8), UInt8(before & 0xFF)]
      + [UInt8](repeating: 0xC0, count: before - 2)
      + [0xFF, 0xFF, 0xC2, 0, 17, 8, UInt8(height >> 8), UInt8(height & 0xFF)]
      + [UInt8(width >> 8), UInt8(width & 0xFF), 3, 1, 0x22]
  }

  private static func webP(_ kind: String, _ rest: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8) + Array(kind.utf8) + [0, 0, 0, 0] + rest
  }

  private static func size(_ bytes: [UInt8]) -> PictureSize? {
    size(base64: Data(bytes + [0, 0, 0]).base64EncodedString())
  }

  private static func size(base64 text: String) -> PictureSize? {
    var text = text
    return text.withUTF8 { PictureSize(Base64Bytes(json: UnsafeRawBufferPointer($0))) }
  }

  @Test(arguments: [
    png(1024, 768), jpeg(1024, 768), jpeg(1024, 768, before: 2),
    Array("GIF89a".utf8) + little(1024, 2) + little(768, 2),
    webP("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A] + little(1024, 2) + little(768 | 0x4000, 2)),
    webP("VP8L", [0x2F] + little(1023 | 767 << 14, 4)),
    webP("VP8X", [0, 0, 0, 0] + little(1023, 3) + little(767, 3)),
  ])
  func `the size is read from the header of each format`(bytes: [UInt8]) {
    #expect(Self.size(bytes) == PictureSize(1024, 768))
  }

  @Test func `base64 with escaped slashes and line breaks is read too`() {
    let text = Data(Self.jpeg(640, 480) + [0, 0]).base64EncodedString()
    let lines = text.enumerated().map { ($0.offset % 76 == 75 ? "\\n" : "") + String($0.element) }
    #expect(Self.size(base64: lines.joined()) == PictureSize(640, 480))
    #expect(
      Self.size(base64: text.replacingOccurrences(of: "/", with: "\\/")) == PictureSize(640, 480))
  }

  @Test func `a header that lies, is cut off or is none has no size`() {
    for (width, height) in [(0, 9), (9, 0), (1_000_000_000, 5), (-1, -1), (Int(UInt32.max), 7)] {
      #expect(Self.size(Self.png(width, height)) == nil)
    }
    for bytes in [Self.png(10, 10), Self.jpeg(10, 10, before: 40), Self.webP("VP8X", [1])] {
      for length in 0..<min(bytes.count, 20) {
        #expect(Self.size(Array(bytes.prefix(length))) == nil)
      }
    }
    #expect(Self.size([0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 9_000)) == nil)
    #expect(Self.size([0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xC0]) == nil)
    for text in ["", "=", "!!!!", "iVBO", "\\", "\\u", String(repeating: "=", count: 99)] {
      #expect(Self.size(base64: text) == nil)
    }
  }

  /// The tokens of a picture in a request.
  private static func tokens(
    _ model: String, _ bytes: [UInt8], detail: String = "auto"
  ) -> (likely: Int, most: Int, unbounded: UnboundedParts) {
    func size(_ parts: String) -> RequestSize {
      Meter.size(#"{"model":"\#(model)","messages":[{"role":"user","content":[\#(parts)]}]}"#)
    }
    let url = "data:image/png;base64," + Data(bytes).base64EncodedString()
    let with = size(#"{"type":"image_url","image_url":{"url":"\#(url)","detail":"\#(detail)"}}"#)
    let without = size("")
    return (with.tokensIn - without.tokensIn, with.mostIn - without.mostIn, with.unbounded)
  }

  @Test(arguments: [
    // The examples of the makers' own pages, and their rules worked out by hand.
    ("gpt-4o", 1024, 1024, "high", 765), ("gpt-4o", 2048, 4096, "high", 1105),
    ("gpt-4o", 4096, 8192, "low", 85), ("gpt-4o-mini", 1024, 1024, "auto", 25_501),
    ("gpt-4.1", 512, 512, "auto", 255), ("o1", 1024, 1024, "auto", 675),
    ("gpt-5", 1024, 1024, "auto", 630), ("gpt-4.1-mini", 1024, 1024, "auto", 1659),
    ("o4-mini", 1024, 1024, "auto", 1762), ("gpt-5-nano", 4000, 4000, "auto", 3779),
    ("claude-sonnet-4-5", 1000, 1000, "auto", 1334), ("claude-sonnet-4-5", 200, 200, "auto", 54),
    ("claude-sonnet-4-5", 4000, 4000, "auto", 1600), ("claude-opus-4.7", 1024, 1024, "auto", 1399),
    ("gemini-2.5-pro", 384, 384, "auto", 258), ("gemini-2.5-pro", 960, 540, "auto", 1548),
    ("gemini-3-pro", 960, 540, "auto", 1120), ("gemma-3-27b-it", 900, 900, "auto", 260),
    ("llama-4-scout", 336, 336, "auto", 146), ("llama-4-scout", 1024, 1024, "auto", 2467),
    ("qwen2.5-vl-72b", 1024, 1024, "auto", 1371), ("qwen3-vl-32b", 1024, 1024, "auto", 1026),
    ("pixtral-12b", 1024, 1024, "auto", 4160), ("mistral-medium-2505", 1540, 1540, "auto", 3080),
    ("grok-4", 1024, 1024, "auto", 1792),
  ])
  func `a picture counts by its model's rule`(
    model: String, width: Int, height: Int, detail: String, truth: Int
  ) {
    let found = Self.tokens(model, Self.png(width, height), detail: detail)
    #expect(found.likely == truth)
    #expect(found.most >= found.likely)
    #expect(found.unbounded.isEmpty)
  }

  @Test func `a picture of unknown size has the bound of its rule, or none`() {
    let broken: [UInt8] = [1, 2, 3]
    #expect(Self.tokens("gpt-4o", broken).likely == 765)
    #expect(Self.tokens("gpt-4o", broken).most == 1445)
    #expect(Self.tokens("gpt-4o", broken).unbounded.isEmpty)
    #expect(Self.tokens("gemini-2.5-pro", broken).unbounded.words == "1 picture of unknown size")
    #expect(Self.tokens("glm-5v", Self.png(9, 9)).unbounded.unreadablePictures == 1)
  }

  @Test func `a linked picture has no bound`() {
    for part in [
      #"{"type":"image_url","image_url":{"url":"https://a.example/b.png"}}"#,
      #"{"type":"image_url","image_url":"https://a.example/b.png"}"#,
      #"{"type":"input_image","detail":"low","image_url":"https://a.example/b.png"}"#,
      #"{"type":"input_image","file_id":"file-1"}"#, #"{"type":"image_url","image_url":7}"#,
      #"{"type":"image_url"}"#,
    ] {
      let size = Meter.size(
        #"{"model":"gpt-4o","messages":[{"role":"user","content":[\#(part),\#(part)]}]}"#)
      #expect(size.unbounded.words == "2 linked pictures", "\(part)")
    }
  }

  @Test func `no picture has more tokens than its rule's most`() {
    for rule in [
      PictureRule.tiles(base: 85, tile: 170), .patches(hundredths: 246),
      .area(longest: 1568, most: 1600), .fixed(260), .llamaTiles, .qwenPatches(side: 28),
      .rows(side: 16, longest: 1024), .rows(side: 28, longest: 1540), .grokTiles, .geminiTiles,
      .unknown,
    ] {
      for width in [1, 27, 336, 512, 769, 1024, 5000, 65_535] {
        for height in [1, 28, 335, 600, 1024, 2049, 65_535] {
          guard let size = PictureSize(width, height) else { continue }
          for detail in [PictureRule.Detail.low, .high] {
            let tokens = rule.tokens(size, detail)
            #expect(tokens > 0)
            if let most = rule.most { #expect(tokens <= most, "\(rule) \(width) x \(height)") }
          }
        }
      }
    }
  }
}
