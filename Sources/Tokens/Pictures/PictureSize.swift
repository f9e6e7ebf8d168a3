/// A picture's size in pixels, from its header alone.
struct PictureSize: Equatable {
  let width: Int
  let height: Int

  /// No format here has larger pictures that a model takes.
  private static let longest = 65_535
  /// A JPEG with more segments before its size is damaged.
  private static let mostSegments = 1_000

  /// `nil` if a side is missing, 0 or absurd.
  init?(_ width: Int?, _ height: Int?) {
    guard let width, let height, (1...Self.longest).contains(width),
      (1...Self.longest).contains(height)
    else { return nil }
    self.width = width
    self.height = height
  }

  /// Reads the header of a PNG, JPEG, GIF or WebP; `nil` if there is none.
  init?(_ data: Base64Bytes) {
    if data.has("PNG\r\n", at: 1) {
      self.init(data.number(at: 16, 4), data.number(at: 20, 4))
    } else if data[0] == 0xFF, data[1] == 0xD8 {
      self.init(jpeg: data)
    } else if data.has("GIF8", at: 0) {
      self.init(data.littleNumber(at: 6, 2), data.littleNumber(at: 8, 2))
    } else if data.has("RIFF", at: 0), data.has("WEBP", at: 8) {
      self.init(webP: data)
    } else {
      return nil
    }
  }

  /// Goes from segment to segment up to the one with the size.
  private init?(jpeg data: Base64Bytes) {
    var at = 2
    for _ in 0..<Self.mostSegments {
      guard data[at] == 0xFF, let marker = data[at + 1] else { return nil }
      switch marker {
      case 0xFF: at += 1  // Padding.
      case 0x01, 0xD0...0xD7: at += 2  // Without contents.
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        self.init(data.number(at: at + 7, 2), data.number(at: at + 5, 2))
        return
      case 0xD8, 0xD9, 0xDA: return nil  // Picture data before a size.
      default:
        guard let length = data.number(at: at + 2, 2), length >= 2 else { return nil }
        at += 2 + length
      }
    }
    return nil
  }

  /// The three kinds of WebP: lossy, lossless, extended.
  private init?(webP data: Base64Bytes) {
    if data.has("VP8 ", at: 12) {
      guard data[23] == 0x9D, data[24] == 0x01, data[25] == 0x2A else { return nil }
      self.init(
        data.littleNumber(at: 26, 2).map { $0 & 0x3FFF },
        data.littleNumber(at: 28, 2).map { $0 & 0x3FFF })
    } else if data.has("VP8L", at: 12), data[20] == 0x2F {
      let bits = data.littleNumber(at: 21, 4)
      self.init(bits.map { $0 & 0x3FFF + 1 }, bits.map { $0 >> 14 & 0x3FFF + 1 })
    } else if data.has("VP8X", at: 12) {
      self.init(
        data.littleNumber(at: 24, 3).map { $0 + 1 }, data.littleNumber(at: 27, 3).map { $0 + 1 })
    } else {
      return nil
    }
  }
}
