import Basics

/// Splits a server-sent stream into its events, as its bytes come. Holds no more than one event.
///
/// Lines end with CR, LF or CRLF. Comments, ids and waits are dropped. A byte-order mark at the
/// beginning does not count (HTML Standard, section 9.2.6).
struct EventStream {
  struct Event {
    /// The value of its `event` line; empty: it has none.
    var name: [UInt8] = []
    /// The values of its `data` lines, with a line feed between two.
    var data: [UInt8] = []
  }

  private var line: [UInt8] = []
  private var event = Event()
  private var hasData = false
  private var isFirstLine = true
  private var endedWithReturn = false

  /// What is held of the event that has not ended, in bytes.
  var heldBytes: Int { line.count + event.data.count + event.name.count }

  /// Takes the next bytes and hands over each event that they end.
  mutating func add(_ bytes: UnsafeRawBufferPointer, _ take: (Event) -> Void) {
    var start = 0
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x0A, endedWithReturn, at == start {
        // The second half of a CRLF.
        start = at + 1
        endedWithReturn = false
      } else if byte == 0x0A || byte == 0x0D {
        line.append(contentsOf: bytes[start..<at])
        endLine(take)
        endedWithReturn = byte == 0x0D
        start = at + 1
      } else {
        endedWithReturn = false
      }
      at += 1
    }
    line.append(contentsOf: bytes[start...])
  }

  /// The stream is over: its last event may lack the blank line.
  mutating func finish(_ take: (Event) -> Void) {
    if !line.isEmpty { endLine(take) }
    dispatch(take)
  }

  private mutating func endLine(_ take: (Event) -> Void) {
    var text = line[...]
    if isFirstLine, text.starts(with: "\u{FEFF}".utf8) { text = text.dropFirst(3) }
    isFirstLine = false
    if text.isEmpty { dispatch(take) } else { addField(text) }
    line.removeAll(keepingCapacity: line.capacity <= Self.largestKeptLine)
  }

  private mutating func addField(_ text: ArraySlice<UInt8>) {
    let name = text.prefix { $0 != UInt8(ascii: ":") }
    var value = text.dropFirst(name.count + 1)
    if value.first == 0x20 { value = value.dropFirst() }
    if name.elementsEqual("data".utf8) {
      if hasData { event.data.append(0x0A) }
      event.data.append(contentsOf: value)
      hasData = true
    } else if name.elementsEqual("event".utf8) {
      event.name = Array(value)
    }
  }

  private mutating func dispatch(_ take: (Event) -> Void) {
    if hasData { take(event) }
    event.name = []
    event.data.removeAll(keepingCapacity: event.data.capacity <= Self.largestKeptLine)
    hasData = false
  }

  /// In bytes. A longer buffer is freed after its line.
  private static let largestKeptLine = 64 << 10
}
