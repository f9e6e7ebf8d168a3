extension Money {
  /// Appends the exact amount in dollars as a JSON number: `0.00125`, `2.71`, `3`.
  package func appendDollars(to bytes: inout [UInt8]) {
    bytes.append(decimal: nanodollars / 1_000_000_000)
    var rest = nanodollars % 1_000_000_000
    guard rest > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var place = 100_000_000
    while rest > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
      place /= 10
    }
  }

  /// The exact amount in dollars: `0.00125`.
  package var decimalDollars: [UInt8] {
    var bytes: [UInt8] = []
    appendDollars(to: &bytes)
    return bytes
  }
}
