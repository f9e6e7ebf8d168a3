import Basics
import Testing

@Suite struct UTF8TextTests {
  @Test func `the first byte that is not UTF-8 is found where Swift's own decoder finds one`() {
    var generator = SplitMix64(seed: 20_261_130)
    let pieces: [[UInt8]] = [
      [0x61], Array("plain ASCII text, ".utf8), Array("é".utf8), Array("字".utf8),
      Array("😀".utf8), [0xE9], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xE2, 0x82], [0x80],
    ]
    var invalid = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...6, using: &generator)
      let bytes = (0..<count).flatMap { _ in
        // Most texts are valid, so that what is invalid stands at all places.
        let last = Int.random(in: 0..<4, using: &generator) == 0 ? pieces.count : 5
        return pieces[Int.random(in: 0..<last, using: &generator)]
      }
      let found = bytes.withUnsafeBytes { UTF8Text.firstInvalid($0) }
      #expect((found == nil) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
      guard let found else { continue }
      invalid += 1
      #expect(String(validating: bytes[..<found], as: UTF8.self) != nil, "\(bytes)")
    }
    print("texts that are not UTF-8: \(invalid) of 20,000")
    #expect(invalid > 5000)
  }

  @Test func `the first byte beyond ASCII is found at every place`() {
    for place in 0..<40 {
      var bytes = [UInt8](repeating: 0x61, count: 40)
      #expect(bytes.withUnsafeBytes { UTF8Text.firstBeyondASCII($0) } == nil)
      bytes[place] = 0x80
      #expect(bytes.withUnsafeBytes { UTF8Text.firstBeyondASCII($0) } == place)
      #expect(bytes.withUnsafeBytes { UTF8Text.firstBeyondASCII($0, from: place + 1) } == nil)
    }
  }
}
