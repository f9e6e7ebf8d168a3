extension Double {
  /// The number in a `printf` format for one `double`, such as `%.2f`.
  ///
  /// FoundationEssentials has no `String(format:)`. The result has at most 399 bytes, which is
  /// enough for every `Double` with a few decimals.
  package func text(_ format: String) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    let count = withVaList([self]) { vsnprintf(&buffer, buffer.count, format, $0) }
    let written = buffer.prefix(max(0, min(Int(count), buffer.count - 1)))
    return String(decoding: written.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
