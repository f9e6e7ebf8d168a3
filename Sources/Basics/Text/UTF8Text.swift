/// Looks at bytes that should be UTF-8.
package enum UTF8Text {
  /// The index of the first byte that is not ASCII; `nil`: there is none.
  package static func firstBeyondASCII(
    _ text: UnsafeRawBufferPointer, from start: Int = 0
  ) -> Int? {
    guard let base = text.baseAddress else { return nil }
    var at = start
    while at + 8 <= text.count {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let high = word & 0x8080_8080_8080_8080
      if high != 0 { return at + high.trailingZeroBitCount >> 3 }
      at += 8
    }
    while at < text.count {
      if base.load(fromByteOffset: at, as: UInt8.self) >= 0x80 { return at }
      at += 1
    }
    return nil
  }

  /// Whether UTF-8 text may begin with these bytes, which may end within a character.
  package static func mayBegin(_ start: some Collection<UInt8>) -> Bool {
    let bytes = Array(start)
    return bytes.withUnsafeBytes { text in
      firstInvalid(text).map { $0 + 4 > text.count && text[$0] >= 0xC2 } ?? true
    }
  }

  /// The index of the first byte that is not part of a well-formed character; `nil`: there is none.
  package static func firstInvalid(_ text: UnsafeRawBufferPointer) -> Int? {
    guard let base = text.baseAddress else { return nil }
    let scanner = JSONScanner(base: base, count: text.count)
    var at = 0
    while let next = firstBeyondASCII(text, from: at) {
      at = next
      // Text in one script has its characters side by side.
      while at < text.count, text[at] >= 0x80 {
        do throws(JSONError) {
          at = try scanner.endOfMultibyte(at)
        } catch {
          return error.offset
        }
      }
    }
    return nil
  }
}
