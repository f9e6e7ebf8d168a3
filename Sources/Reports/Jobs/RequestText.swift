import Basics

/// The body of a request as lines for a terminal: its messages as text, and its other members in one
/// line each.
struct RequestText {
  private let view: JSONView

  /// Longer values are cut off.
  private static let longestValue = 400

  /// `body`: valid JSON, as a job file has it.
  static func lines(_ body: [UInt8]) -> [String] {
    body.withUnsafeBytes { bytes in
      guard let view = try? JSONView(bytes) else {
        return TextLines.of(String(decoding: bytes, as: UTF8.self), indent: 2)
      }
      return RequestText(view: view).lines
    }
  }

  private var lines: [String] {
    var lines: [String] = []
    for member in view.children(of: 0) {
      let name = view.name(of: member).description
      if name == "messages", view.kind(of: member) == .array {
        lines += view.children(of: member).flatMap(message)
      } else {
        lines.append("  \(Printable(name)): \(value(member))")
      }
    }
    return lines
  }

  private func value(_ index: Int) -> String {
    let text =
      view.kind(of: index) == .string
      ? view.text(of: index).description : view.spelling(of: index)
    return Printable(Excerpt.of(text, longest: Self.longestValue)).description
  }

  private func message(_ index: Int) -> [String] {
    guard view.kind(of: index) == .object else { return ["  \(value(index))"] }
    var role = "message"
    var content: [String] = []
    var others: [String] = []
    for member in view.children(of: index) {
      switch view.name(of: member).description {
      case "role" where view.kind(of: member) == .string: role = value(member)
      case "content": content = lines(ofContent: member)
      case let name: others.append("    \(Printable(name)): \(value(member))")
      }
    }
    return ["  \(role):"] + content + others
  }

  private func lines(ofContent index: Int) -> [String] {
    switch view.kind(of: index) {
    case .string: TextLines.of(view.text(of: index).description, indent: 4)
    case .null: []
    case .array: view.children(of: index).flatMap(lines(ofPart:))
    default: ["    \(value(index))"]
    }
  }

  /// A part with a text as that text; a picture or the like as the beginning of its JSON.
  private func lines(ofPart index: Int) -> [String] {
    guard view.kind(of: index) == .object,
      let text = view.members(of: index)[JSONText("text")], view.kind(of: text) == .string
    else { return ["    \(value(index))"] }
    return TextLines.of(view.text(of: text).description, indent: 4)
  }
}
