import Basics

/// Writes HTML. Every element that is opened is closed, and every value is quoted and escaped.
///
/// The names of elements and attributes are `StaticString`s, so text from outside can only become
/// text or the value of an attribute.
struct Markup {
  typealias Attributes = KeyValuePairs<StaticString, String>

  private(set) var text = ""

  /// An element that contains what `inside` writes.
  mutating func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ inside: (inout Markup) -> Void
  ) {
    open(name, attributes)
    inside(&self)
    text += "</\(name)>"
  }

  /// An element that contains text.
  mutating func element(_ name: StaticString, _ attributes: Attributes, _ inside: String) {
    element(name, attributes) { $0.appendText(inside) }
  }

  mutating func element(_ name: StaticString, _ inside: String) {
    element(name, [:]) { $0.appendText(inside) }
  }

  /// An element without an end tag, such as `meta`.
  mutating func void(_ name: StaticString, _ attributes: Attributes) {
    open(name, attributes)
  }

  /// Adds text, escaped.
  mutating func appendText(_ words: String) {
    text += Self.escape(words)
  }

  /// Adds HTML or CSS as it is. It must be a constant of the program.
  mutating func verbatim(_ constant: StaticString) {
    text += "\(constant)"
  }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    text += "<\(name)"
    for (key, value) in attributes { text += " \(key)=\"\(Self.escape(value))\"" }
    text += ">"
  }

  /// Escapes the characters that are special in HTML. Control characters, and those that change the
  /// direction of text, become visible escapes such as `\x1b`.
  static func escape(_ untrusted: String) -> String {
    var text = ""
    for scalar in Printable(untrusted).description.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
