extension String {
  /// The text as a sentence of its own: with a full stop, unless it has an end already.
  package var withFullStop: String {
    guard let last else { return self }
    return ".!?\u{2026}".contains(last) ? self : self + "."
  }
}
