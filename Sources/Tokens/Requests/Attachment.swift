import Basics

/// An image, audio or file part of a message, with the tokens that it counts.
///
/// Its base64 data is not counted as text. The tokens are:
/// - Image: by the model's ``PictureRule``. A picture whose size is not known counts as one of
///   1024 x 1024 pixels.
/// - Audio: 10 per second, at least 1. MP3 is assumed to have 128 kbit/s, other formats 24 kHz,
///   16 bit, mono.
/// - File: 765 for each started 100,000 bytes of base64 (about a page with pictures), and 765 if
///   the part has only the file's id.
enum Attachment: Equatable {
  /// `size` is `nil` for links, and for data whose header cannot be read.
  case image(PictureSize?, PictureRule.Detail, isLink: Bool)
  case audio(base64Bytes: Int, isMP3: Bool)
  case file(base64Bytes: Int)
  case other

  /// Reads the part at node index `part`; `nil` for text.
  init?(_ part: Int, _ outline: JSONOutline, _ body: UnsafeRawBufferPointer) {
    guard let type = outline.member("type", of: part, in: body) else { return nil }
    func member(_ parent: Int?, _ name: StaticString) -> Int? {
      parent.flatMap { outline.member(name, of: $0, in: body) }
    }
    // The two quotes are counted too, which does not matter here. `null` has no data.
    func size(_ index: Int?) -> Int {
      index.map { outline.nodes[$0].kind == .string ? outline.nodes[$0].range.count - 2 : 0 } ?? 0
    }
    func isType(_ names: [StaticString]) -> Bool {
      names.contains { outline.isString(type, $0, in: body) }
    }
    if isType(["text", "input_text", "output_text", "refusal", "thinking", "reasoning"]) {
      return nil
    } else if isType(["image_url", "input_image", "image"]) {
      self = Self.image(part, outline, body)
    } else if isType(["input_audio", "audio"]) {
      let audio = member(part, "input_audio") ?? member(part, "audio")
      let isMP3 = member(audio, "format").map { outline.isString($0, "mp3", in: body) } ?? false
      self = .audio(base64Bytes: size(member(audio, "data")), isMP3: isMP3)
    } else if isType(["file", "input_file"]) {
      self = .file(base64Bytes: size(member(member(part, "file") ?? part, "file_data")))
    } else {
      self = .other
    }
  }

  private static func image(
    _ part: Int, _ outline: JSONOutline, _ body: UnsafeRawBufferPointer
  ) -> Attachment {
    let holder = outline.member("image_url", of: part, in: body)
    let detail =
      holder.flatMap { outline.member("detail", of: $0, in: body) }
      ?? outline.member("detail", of: part, in: body)
    let isLow = detail.map { outline.isString($0, "low", in: body) } ?? false
    let url = holder.flatMap { outline.member("url", of: $0, in: body) } ?? holder
    guard let url, outline.nodes[url].kind == .string else {
      return .image(nil, isLow ? .low : .high, isLink: true)
    }
    let text = outline.contents(of: url, in: body)
    let isLink = !text.starts(with: "data:".utf8)
    return .image(isLink ? nil : pictureSize(text), isLow ? .low : .high, isLink: isLink)
  }

  /// A data URL's beginning has at most so many bytes: its type and parameters.
  private static let longestPrefix = 256

  private static func pictureSize(_ url: UnsafeRawBufferPointer) -> PictureSize? {
    guard
      let comma = url.prefix(longestPrefix).firstIndex(of: UInt8(ascii: ",")),
      String(decoding: url[..<comma], as: UTF8.self).lowercased().hasSuffix("base64")
    else { return nil }
    return PictureSize(Base64Bytes(json: UnsafeRawBufferPointer(rebasing: url[(comma + 1)...])))
  }

  /// Base64 has 4/3 of the bytes that it encodes.
  func tokens(_ rule: PictureRule) -> Int {
    switch self {
    case .image(let size, let detail, _):
      size.map { rule.tokens($0, detail) } ?? rule.assumed(detail)
    case .audio(let bytes, let isMP3):
      max(1, bytes * 10 / (isMP3 ? 16_000 * 4 / 3 : 48_000 * 4 / 3))
    case .file(let bytes): 765 * max(1, (bytes + 99_999) / 100_000)
    case .other: 0
    }
  }

  /// The most tokens, with the parts that have no bound counted in `parts`. A server may ignore a
  /// low detail, so the bound is that of high detail.
  func most(_ rule: PictureRule, _ parts: inout UnboundedParts) -> Int {
    switch self {
    case .image(let size, _, let isLink):
      if isLink {
        parts.linkedPictures += 1
      } else if let size, rule != .unknown {
        return rule.tokens(size, .high)
      } else if let most = rule.most {
        return most
      } else {
        parts.unreadablePictures += 1
      }
    case .audio: parts.recordings += 1
    case .file(let bytes): if bytes > 0 { parts.documents += 1 } else { parts.files += 1 }
    case .other: parts.others += 1
    }
    return tokens(rule)
  }
}
