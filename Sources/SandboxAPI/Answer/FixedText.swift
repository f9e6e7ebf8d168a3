import Basics

/// An answer with a given text, which the output limit can cut after any word.
struct FixedText: Sendable {
  /// The text as the inside of a JSON string, without quotes.
  let bytes: [UInt8]
  /// The position in ``bytes`` at which each word ends.
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
    // White space at the end belongs to the last word.
    if !isInWord, ends.count > 1 { ends.removeLast() }
    self.bytes = bytes
    self.ends = ends
  }

  /// At least 1, even for an empty text.
  var wordCount: Int { ends.count }

  /// The word in ``bytes`` with the white space before it. All words together are the whole text.
  func range(ofWord index: Int) -> Range<Int> {
    let end = index + 1 == ends.count ? bytes.count : ends[index]
    return (index == 0 ? 0 : ends[index - 1])..<end
  }
}
