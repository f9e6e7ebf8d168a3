import Foundation
import Testing

@testable import Basics

@Suite struct TextTests {
  @Test(arguments: ["%.1e", "%.4f", "%.3f", "%.2f"])
  func `numbers are formatted as Foundation does`(format: String) {
    for value in [0, 0.00005, 0.000012345, 0.005, 0.125, 0.9995, 1.005, 12.345, 99.999, 1e300] {
      #expect(value.text(format) == String(format: format, value))
    }
  }

  @Test func `the same spaces are trimmed as by Foundation`() {
    for value in (0..<0x3100 as Range<UInt32>) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "\(scalar)a\(scalar)b\(scalar)"
      #expect(text.trimmingSpaces == text.trimmingCharacters(in: .whitespaces))
    }
    #expect(" \t ".trimmingSpaces == "")
  }
}
