extension Double {
  /// As `printf` writes it by a format for one number, such as `%.2f`.
  package func text(_ format: String) -> String {
    var letters = [CChar](repeating: 0, count: 400)
    let count = withVaList([self]) { vsnprintf(&letters, letters.count, format, $0) }
    let shown = letters.prefix(max(0, min(Int(count), letters.count - 1)))
    return String(decoding: shown.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
