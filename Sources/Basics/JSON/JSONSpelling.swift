/// A way to spell JSON: its white space and the escapes of its strings. Numbers are copied.
///
/// Programs that write JSON differ in little else. So a text that was reformatted can be spelled as
/// another program would have written it.
package struct JSONSpelling: Sendable, Equatable {
  /// The white space between tokens.
  package enum Layout: Sendable, CaseIterable {
    case asItIs
    case compact
    /// A space after each comma and colon, as Python writes it.
    case spaced
    /// Two spaces for each level, as on lines of their own, but without the line breaks.
    case indented
  }

  /// Which characters of a string are written as escapes, beside quotes, backslashes and control
  /// characters.
  package enum Escapes: Sendable, CaseIterable {
    case asTheyAre
    case none
    /// `/`, as PHP can.
    case slashes
    /// Everything that is not ASCII, as Python does.
    case ascii
    case asciiAndSlashes
    /// `<`, `>`, `&`, U+2028 and U+2029, as Go does.
    case html
  }

  private let layout: Layout
  private let escapes: Escapes

  package init(_ layout: Layout, _ escapes: Escapes) {
    self.layout = layout
    self.escapes = escapes
  }

  /// All of them; the first changes nothing.
  package static let all: [JSONSpelling] = Layout.allCases.flatMap { layout in
    Escapes.allCases.map { JSONSpelling(layout, $0) }
  }

  /// Appends valid JSON in this spelling.
  package func append(_ json: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    guard let base = json.baseAddress else { return }
    let scanner = JSONScanner(base: base, count: json.count)
    var at = 0
    var level = 0
    while at < json.count {
      let byte = json[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let end = try? scanner.endOfString(at - 1) else {
          preconditionFailure("spelling invalid JSON at byte \(at - 1)")
        }
        appendString(UnsafeRawBufferPointer(rebasing: json[at..<(end - 1)]), to: &bytes)
        at = end
      case 0x20, 0x0A, 0x0D, 0x09:
        if layout == .asItIs { bytes.append(byte) }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        bytes.append(byte)
        level += 1
        let next = scanner.endOfSpace(at)
        guard layout != .asItIs, next < json.count else { continue }
        if json[next] == byte + 2 {
          // An empty container has nothing inside.
          bytes.append(byte + 2)
          level -= 1
          at = next + 1
        } else {
          indent(level, &bytes)
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        level -= 1
        indent(level, &bytes)
        bytes.append(byte)
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        bytes.append(byte)
        let isComma = byte == UInt8(ascii: ",")
        if layout == .indented, isComma {
          indent(level, &bytes)
        } else if layout == .spaced || layout == .indented {
          bytes.append(UInt8(ascii: " "))
        }
      default: bytes.append(byte)
      }
    }
  }

  private func indent(_ level: Int, _ bytes: inout [UInt8]) {
    guard layout == .indented else { return }
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
  }

  /// `contents`: a string without its quotes. With half of a surrogate pair it is no text, and stays
  /// as it is.
  private func appendString(_ contents: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if escapes != .asTheyAre, let text = JSONString.decode(contents) {
      for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
    } else {
      bytes.append(contentsOf: contents)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case "\"", "\\": bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(scalar.value)])
    case "\u{8}": bytes.append(contentsOf: "\\b".utf8)
    case "\u{C}": bytes.append(contentsOf: "\\f".utf8)
    case "\n": bytes.append(contentsOf: "\\n".utf8)
    case "\r": bytes.append(contentsOf: "\\r".utf8)
    case "\t": bytes.append(contentsOf: "\\t".utf8)
    case "/" where escapes == .slashes || escapes == .asciiAndSlashes:
      bytes.append(contentsOf: "\\/".utf8)
    case _ where isEscaped(scalar):
      for unit in String(scalar).utf16 {
        let hex = String(unit, radix: 16)
        bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)".utf8)
      }
    default: bytes.append(contentsOf: String(scalar).utf8)
    }
  }

  private func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x20 { return true }
    return switch escapes {
    case .ascii, .asciiAndSlashes: !scalar.isASCII
    case .html: ["<", ">", "&", "\u{2028}", "\u{2029}"].contains(scalar)
    default: false
    }
  }
}
