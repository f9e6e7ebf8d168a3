/// Writes a JSON object on one line. Members appear in the order in which they are added.
///
/// The output is ASCII only, because it may be shown on a terminal: if the terminal does not expect
/// UTF-8, it may read a byte of a letter as a control character.
package struct JSONLine {
  /// The object so far, without its closing bracket.
  private var bytes = [UInt8](ascii: "{")

  package init() {}

  /// `nil` is written as `null`.
  package mutating func member(_ name: String, _ value: String?) {
    key(name)
    guard let value else {
      bytes += "null".utf8
      return
    }
    Self.append(value, to: &bytes)
  }

  /// `nil` is written as `null`.
  package mutating func member(_ name: String, _ value: Int?) {
    key(name)
    bytes += (value.map { String($0) } ?? "null").utf8
  }

  /// `nil`, NaN and infinities are written as `null`; 2.0 as `2`.
  package mutating func member(_ name: String, _ value: Double?) {
    key(name)
    guard let value, value.isFinite else {
      bytes += "null".utf8
      return
    }
    let text = value.description
    bytes += (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8
  }

  package mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bytes += (value ? "true" : "false").utf8
  }

  /// `nil` is written as `null`.
  package mutating func member(_ name: String, _ value: JSONLine?) {
    key(name)
    bytes += value?.closed ?? [UInt8]("null".utf8)
  }

  package mutating func member(_ name: String, _ values: [String]) {
    key(name)
    bytes += [UInt8](ascii: "[")
    for (index, value) in values.enumerated() {
      if index > 0 { bytes += [UInt8](ascii: ",") }
      Self.append(value, to: &bytes)
    }
    bytes += [UInt8](ascii: "]")
  }

  package mutating func member(_ name: String, _ values: [JSONLine]) {
    key(name)
    bytes += [UInt8](ascii: "[")
    for (index, value) in values.enumerated() {
      if index > 0 { bytes += [UInt8](ascii: ",") }
      bytes += value.closed
    }
    bytes += [UInt8](ascii: "]")
  }

  /// `json`: a valid value, which stays as it is but for escapes in its strings and white space
  /// between its tokens; `nil` is written as `null`.
  package mutating func member(_ name: String, json: UnsafeRawBufferPointer?) {
    key(name)
    guard let json else {
      bytes += "null".utf8
      return
    }
    // Characters beyond ASCII stand only in strings.
    Self.append(ascii: String(decoding: json, as: UTF8.self), to: &bytes)
  }

  /// An object with the counts, sorted by name, so that equal counts give equal lines.
  package mutating func member(_ name: String, _ counts: [String: Int]) {
    var object = JSONLine()
    for (key, count) in counts.sorted(by: { $0.key < $1.key }) { object.member(key, count) }
    member(name, object)
  }

  /// The whole object, without a line break.
  package var text: String { String(decoding: closed, as: UTF8.self) }

  private var closed: [UInt8] { bytes + [UInt8](ascii: "}") }

  private mutating func key(_ name: String) {
    if bytes.count > 1 { bytes += [UInt8](ascii: ",") }
    Self.append(name, to: &bytes)
    bytes += [UInt8](ascii: ":")
  }

  /// Appends a JSON string in ASCII; other characters become `\u` escapes of their UTF-16 units.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    var quoted: [UInt8] = []
    JSONString.append(text, to: &quoted)
    append(ascii: String(decoding: quoted, as: UTF8.self), to: &bytes)
  }

  /// Appends valid JSON as ASCII without control characters.
  private static func append(ascii json: String, to bytes: inout [UInt8]) {
    for scalar in json.unicodeScalars {
      if scalar.value < 0x20 {
        bytes.append(UInt8(ascii: " "))
      } else if scalar.value < 0x7F {
        bytes.append(UInt8(scalar.value))
      } else {
        for unit in UTF16.encode(scalar)! {
          let hex = String(unit, radix: 16)
          bytes += "\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)".utf8
        }
      }
    }
  }
}

extension [UInt8] {
  fileprivate init(ascii text: StaticString) {
    self = text.withUTF8Buffer { Array($0) }
  }
}
