/// The address of a schema (RFC 3986), as `$id` and `$ref` write it. Nothing is ever fetched.
struct SchemaAddress {
  /// With its colon; empty: none.
  private var scheme = ""
  /// With its slashes; `nil`: none.
  private var authority: String?
  private var path: String
  /// With its question mark; empty: none.
  private var query = ""
  /// What follows `#`; `nil`: there is no `#`.
  private(set) var fragment: String?

  init(_ text: String) {
    var rest = text[...]
    if let hash = rest.firstIndex(of: "#") {
      fragment = String(rest[rest.index(after: hash)...])
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = String(rest[mark...])
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: ":"), rest[..<colon].allSatisfy({ $0 != "/" }),
      rest.first?.isLetter == true
    {
      scheme = String(rest[...colon])
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      let end = rest.dropFirst(2).firstIndex(of: "/") ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
    }
    path = String(rest)
  }

  /// Without the fragment.
  var resource: String { scheme + (authority ?? "") + path + query }

  /// The address that this one means inside the schema `base` (RFC 3986, section 5.2.2).
  func resolved(against base: SchemaAddress) -> SchemaAddress {
    guard scheme.isEmpty else { return self }
    var result = self
    result.scheme = base.scheme
    if authority != nil { return result }
    result.authority = base.authority
    if path.isEmpty {
      result.path = base.path
      if query.isEmpty { result.query = base.query }
    } else if path.hasPrefix("/") {
      result.path = Self.withoutDots(path)
    } else {
      let folder = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? ""
      let root = base.authority != nil && folder.isEmpty ? "/" : ""
      result.path = Self.withoutDots(root + folder + path)
    }
    return result
  }

  /// Removes the steps `.` and `..` from a path.
  private static func withoutDots(_ path: String) -> String {
    let steps = path.split(separator: "/", omittingEmptySubsequences: false)
    var kept: [Substring] = []
    for (index, step) in steps.enumerated() {
      let isLast = index == steps.count - 1
      switch step {
      case ".": if isLast { kept.append("") }
      case "..":
        if kept.count > 1 || kept.first.map({ !$0.isEmpty }) ?? false { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(step)
      }
    }
    return kept.joined(separator: "/")
  }
}
