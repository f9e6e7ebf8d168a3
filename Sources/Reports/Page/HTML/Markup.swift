import Basics

/// HTML as it is written: every element it opens it closes, every value is quoted and escaped.
///
/// The names are ours and static; text from outside can only become text or an attribute's value.
struct Markup {
  typealias Attributes = KeyValuePairs<StaticString, String>

  private(set) var text = ""

  /// An element with others in it.
  mutating func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ inside: (inout Markup) -> Void
  ) {
    open(name, attributes)
    inside(&self)
    text += "</\(name)>"
  }

  /// An element with text in it.
  mutating func element(_ name: StaticString, _ attributes: Attributes, _ inside: String) {
    element(name, attributes) { $0.say(inside) }
  }

  mutating func element(_ name: StaticString, _ inside: String) {
    element(name, [:]) { $0.say(inside) }
  }

  /// An element that has no end tag.
  mutating func void(_ name: StaticString, _ attributes: Attributes) {
    open(name, attributes)
  }

  mutating func say(_ words: String) {
    text += Self.escape(words)
  }

  /// For style sheets and the document type: ours, and never from outside.
  mutating func verbatim(_ ours: StaticString) {
    text += "\(ours)"
  }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    text += "<\(name)"
    for (key, value) in attributes { text += " \(key)=\"\(Self.escape(value))\"" }
    text += ">"
  }

  /// What would act on a terminal or turn the reading round is spelt visibly; what HTML reads as
  /// its own becomes a reference.
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
