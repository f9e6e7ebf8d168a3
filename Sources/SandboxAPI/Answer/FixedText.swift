import Basics

/// A text that every answer repeats, up to where `max_tokens` cuts it.
struct FixedText: Sendable {
  /// As JSON, without quotes.
  let bytes: [UInt8]
  /// Where each word ends.
  private let ends: [Int]

  init(_ text: String) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var isInWord = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if isInWord { ends.append(bytes.count) }
        isInWord = false
      } else {
        isInWord = true
      }
      var quoted: [UInt8] = []
      JSONString.append(String(scalar), to: &quoted)
      bytes.append(contentsOf: quoted.dropFirst().dropLast())
    }
    ends.append(bytes.count)
    if !isInWord, ends.count > 1 { ends.removeLast() }
    self.bytes = bytes
    self.ends = ends
  }

  /// At least 1.
  var wordCount: Int { ends.count }

  func range(ofWord index: Int) -> Range<Int> {
    let end = index + 1 == ends.count ? bytes.count : ends[index]
    return (index == 0 ? 0 : ends[index - 1])..<end
  }
}
