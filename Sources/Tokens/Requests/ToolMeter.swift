import Basics

/// Estimates the tokens of tool definitions. Most requests of a file have the same ones, so the
/// last are remembered.
struct ToolMeter {
  struct Size: Equatable {
    /// In units of ``TokenCosts/unitsPerToken``.
    var units = 0
    /// The most tokens: one for each byte.
    var most = 0
  }

  private var text = ToolText()
  private var last: (json: [UInt8], family: TokenFamily, size: Size) = ([], .middle, Size())

  /// `json` must be a valid JSON array. `meter` must have read nothing.
  mutating func measure(
    _ json: UnsafeRawBufferPointer, _ family: TokenFamily, _ meter: TextMeter
  ) -> Size {
    if last.family == family, last.json.elementsEqual(json) { return last.size }
    let form = ToolForm.of(family)
    text.write(json, in: form.layout)
    var meter = meter
    text.bytes.withUnsafeBytes {
      if case .json = form.layout { meter.read(raw: $0) } else { meter.read(string: $0) }
    }
    let size = Size(
      units: meter.units + form.fixed * TokenCosts.unitsPerToken,
      most: max(json.count, text.bytes.count) + form.fixed + ToolForm.perhaps)
    last = (Array(json), family, size)
    return size
  }
}
