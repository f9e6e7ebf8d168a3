import Basics

/// An image, audio or file part of a message, with the tokens that it counts.
///
/// Its base64 data is neither counted as text nor decoded. The tokens are:
/// - Image: 85 with `detail: low`, else 765. The latter is OpenAI's number for 1024 x 1024 pixels
///   at high detail.
/// - Audio: 10 per second, at least 1. MP3 is assumed to have 128 kbit/s, other formats 24 kHz,
///   16 bit, mono.
/// - File: 765 for each started 100,000 bytes of base64 (about a page with pictures), and 765 if
///   the part has only the file's id.
enum Attachment: Equatable {
  case image(isLow: Bool, isLink: Bool)
  case audio(base64Bytes: Int, isMP3: Bool)
  case file(base64Bytes: Int)

  /// Reads the part at node index `part`; `nil` for text and for parts of unknown type.
  init?(_ part: Int, _ outline: JSONOutline, _ body: UnsafeRawBufferPointer) {
    guard let type = outline.member("type", of: part, in: body) else { return nil }
    func member(_ parent: Int?, _ name: StaticString) -> Int? {
      parent.flatMap { outline.member(name, of: $0, in: body) }
    }
    // The two quotes are counted too, which does not matter here.
    func size(_ index: Int?) -> Int { index.map { outline.nodes[$0].range.count } ?? 0 }
    let names = ["image_url", "input_image", "image"] as [StaticString]
    if names.contains(where: { outline.isString(type, $0, in: body) }) {
      let detail = member(member(part, "image_url"), "detail") ?? member(part, "detail")
      let isLow = detail.map { outline.isString($0, "low", in: body) } ?? false
      let url = member(member(part, "image_url"), "url") ?? member(part, "image_url")
      let isData =
        url.map {
          outline.nodes[$0].kind == .string
            && outline.contents(of: $0, in: body).starts(with: "data:".utf8)
        } ?? false
      self = .image(isLow: isLow, isLink: !isData)
    } else if outline.isString(type, "input_audio", in: body) {
      let audio = member(part, "input_audio")
      let isMP3 = member(audio, "format").map { outline.isString($0, "mp3", in: body) } ?? false
      self = .audio(base64Bytes: size(member(audio, "data")), isMP3: isMP3)
    } else if outline.isString(type, "file", in: body)
      || outline.isString(type, "input_file", in: body)
    {
      self = .file(base64Bytes: size(member(member(part, "file") ?? part, "file_data")))
    } else {
      return nil
    }
  }

  /// Base64 has 4/3 of the bytes that it encodes.
  var tokens: Int {
    switch self {
    case .image(let isLow, _): isLow ? 85 : 765
    case .audio(let bytes, let isMP3):
      max(1, bytes * 10 / (isMP3 ? 16_000 * 4 / 3 : 48_000 * 4 / 3))
    case .file(let bytes): 765 * max(1, (bytes + 99_999) / 100_000)
    }
  }

  /// Counts it if its tokens have no bound.
  func count(in parts: inout UnboundedParts) {
    switch self {
    case .image(_, let isLink): parts.linkedPictures += isLink ? 1 : 0
    case .audio: parts.recordings += 1
    case .file(let bytes): if bytes == 0 { parts.files += 1 } else { parts.documents += 1 }
    }
  }
}
