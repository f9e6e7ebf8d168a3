/// A number in plain decimal notation: `12`, `-3`, `0.5`, but not `1e3`, `0x1F` or `inf`.
struct DecimalNumber {
  let value: Double
  /// It was written without a decimal point: `2.0` is not whole.
  let isWhole: Bool

  /// `nil` if the text is not such a number, or has more than 40 bytes.
  init?(_ text: some StringProtocol) {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, text.utf8.count <= 40,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let value = Double(String(text))
    else { return nil }
    self.value = value
    isWhole = parts.count == 1
  }
}
