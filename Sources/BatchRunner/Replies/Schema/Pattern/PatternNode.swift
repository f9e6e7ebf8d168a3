/// A part of a pattern.
indirect enum PatternNode: Sendable {
  /// One character of the set with this index.
  case one(Int)
  case assertion(PatternAssertion)
  /// Without parts it matches the empty text.
  case sequence([PatternNode])
  case choice([PatternNode])
  /// `most`: `nil` means any number.
  case repeated(PatternNode, least: Int, most: Int?)
}

/// A condition on a position in the text.
enum PatternAssertion: Sendable {
  case start, end, wordBoundary, noWordBoundary

  /// `position`: the number of characters before it.
  func holds(at position: Int, in text: [UInt32]) -> Bool {
    switch self {
    case .start: position == 0
    case .end: position == text.count
    case .wordBoundary: isWord(position - 1, text) != isWord(position, text)
    case .noWordBoundary: isWord(position - 1, text) == isWord(position, text)
    }
  }

  private func isWord(_ index: Int, _ text: [UInt32]) -> Bool {
    text.indices.contains(index) && PatternSet.word.contains(text[index])
  }
}
