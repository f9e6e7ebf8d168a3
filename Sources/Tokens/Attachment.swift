import Basics

/// A part of a message that is not text, and what it counts.
///
/// Its base64 is never counted as text, and not decoded either:
/// - an image counts 85 tokens at `detail: low`, else 765, which is OpenAI's figure for one of
///   1024 x 1024 at high detail;
/// - audio counts 10 tokens a second, at least one, taking MP3 for 128 kbit/s and anything else for
///   24 kHz, 16 bit, mono;
/// - a file counts as an image for each 100,000 bytes of its base64 begun (about a page with
///   pictures), and as one where only its id is given.
enum Attachment: Equatable {
  case image(isLow: Bool)
  case audio(base64Bytes: Int, isMP3: Bool)
  case file(base64Bytes: Int)

  /// `nil` for text and what is not known.
  init?(_ part: Int, _ outline: JSONOutline, _ body: UnsafeRawBufferPointer) {
    guard let type = outline.member("type", of: part, in: body) else { return nil }
    func inside(_ parent: Int?, _ name: StaticString) -> Int? {
      parent.flatMap { outline.member(name, of: $0, in: body) }
    }
    func size(_ index: Int?) -> Int { index.map { outline.nodes[$0].range.count } ?? 0 }
    let names = ["image_url", "input_image", "image"] as [StaticString]
    if names.contains(where: { outline.isString(type, $0, in: body) }) {
      let detail = inside(inside(part, "image_url"), "detail") ?? inside(part, "detail")
      self = .image(isLow: detail.map { outline.isString($0, "low", in: body) } ?? false)
    } else if outline.isString(type, "input_audio", in: body) {
      let audio = inside(part, "input_audio")
      let isMP3 = inside(audio, "format").map { outline.isString($0, "mp3", in: body) } ?? false
      self = .audio(base64Bytes: size(inside(audio, "data")), isMP3: isMP3)
    } else if outline.isString(type, "file", in: body)
      || outline.isString(type, "input_file", in: body)
    {
      self = .file(base64Bytes: size(inside(inside(part, "file") ?? part, "file_data")))
    } else {
      return nil
    }
  }

  var tokens: Int {
    switch self {
    case .image(let isLow): isLow ? 85 : 765
    case .audio(let bytes, let isMP3):
      max(1, bytes * 10 / (isMP3 ? 16_000 * 4 / 3 : 48_000 * 4 / 3))
    case .file(let bytes): 765 * max(1, (bytes + 99_999) / 100_000)
    }
  }
}
