import Basics

/// Builds the body of a chat request from the values of another API's request, which are copied as
/// they are written.
struct ChatBody {
  private(set) var bytes = Array("{".utf8)
  /// The names of members that were left out although they were set, because no answer depends on
  /// them.
  private(set) var leftOut: [String] = []

  mutating func leaveOut(_ name: String) { leftOut.append(name) }

  /// Begins a member; its value is to be appended.
  mutating func begin(_ name: StaticString) {
    begin(spelled: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  private mutating func begin(spelled name: UnsafeRawBufferPointer) {
    separate()
    bytes.append(text: "\"")
    bytes.append(contentsOf: name)
    bytes.append(text: "\":")
  }

  /// Begins an element of an array.
  mutating func beginElement() { separate() }

  /// Appends a comma unless an object or an array begins here.
  private mutating func separate() {
    let isFirst = bytes.last == UInt8(ascii: "{") || bytes.last == UInt8(ascii: "[")
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
  }

  mutating func append(_ text: StaticString) { bytes.append(text: text) }

  mutating func append(contentsOf other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }

  mutating func append(string: String) { JSONString.append(string, to: &bytes) }

  /// Appends text as a JSON string, with an escape for each character that needs one.
  mutating func append(asString text: some Sequence<UInt8>) {
    append("\"")
    Array(text).withUnsafeBytes { JSONString.append(escaping: $0, to: &bytes) }
    append("\"")
  }

  mutating func member(_ name: StaticString, _ value: some Sequence<UInt8>) {
    begin(name)
    append(contentsOf: value)
  }

  mutating func member(_ name: StaticString, string: String) {
    begin(name)
    append(string: string)
  }

  /// Appends a member whose name is spelled with escapes where it has them.
  mutating func member(spelled name: UnsafeRawBufferPointer, _ value: some Sequence<UInt8>) {
    begin(spelled: name)
    append(contentsOf: value)
  }
}
