import Basics

/// Repairs lines that ``JournalEntry`` wrote. They have no check, so nothing proves what they were.
struct JournalLineRepair: LineRepair {
  private(set) var bytes: [UInt8] = []
  private var reader = JournalReader()

  /// The members of a start and an end in their order.
  private static let order = [
    "e", "a", "line", "sent_before", "custom_id", "left_ms", "in", "out", "ms", "status", "nanousd",
    "nanousd_perhaps", "unpriced", "paid", "in_a_row", "kind", "verdict", "at",
  ]

  mutating func read(_ line: UnsafeRawBufferPointer) throws(LineDefect) -> LineFinding {
    let text = line.withoutEditorMarks
    if reader.read(text) != nil {
      guard text.count < line.count else { return .intact }
      bytes = Array(text)
      return .rebuilt
    }
    guard !text.allSatisfy(JSONScanner.isSpace) else { return .blank }
    let members = try LineMembers(text)
    let (values, names) = try members.members(of: 0)
    if let unknown = names.first(where: { !Self.order.contains($0) }) { throw .unknown(unknown) }
    bytes = [UInt8(ascii: "{")]
    for name in Self.order {
      guard let value = values[name] else { continue }
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      JSONString.append(name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      try members.append(value, name, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    guard bytes.withUnsafeBytes({ reader.read($0) != nil }) else { throw .other }
    return .rebuilt
  }
}
