/// A number as people write it: `12`, `-3`, `0.5`; neither `1e3` nor `0x1F` nor `inf`.
struct DecimalNumber {
  let value: Double
  /// Written without a decimal point.
  let isWhole: Bool

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
