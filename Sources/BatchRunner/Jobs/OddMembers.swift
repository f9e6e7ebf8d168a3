import Basics

/// Counts the members of a file's bodies that few servers take: those that are `null`, and those
/// that the chat API does not know.
package struct OddMembers: Equatable, Sendable {
  /// How often members of one sort occur, and their names in the order of the file.
  package struct NameCount: Equatable, Sendable {
    package private(set) var count = 0
    package private(set) var names: [String] = []

    /// More names are not kept.
    private static let nameLimit = 100

    mutating func add(_ name: String) {
      count += 1
      if names.count < Self.nameLimit, !names.contains(name) { names.append(name) }
    }

    /// The first names, in quotes, and how many more there are.
    package var list: String {
      let shown = names.prefix(4).map { "'\(Printable($0))'" }.joined(separator: ", ")
      let rest = names.count - 4
      return rest > 0 ? "\(shown) and \(Figure.count(rest)) more" : shown
    }
  }

  /// A member's name as the lines before spelled it.
  private struct Place {
    let spelling: [UInt8]
    let isKnown: Bool

    /// `nil`: the key has another spelling.
    @inline(__always)
    func isKnown(_ key: UnsafeRawBufferPointer) -> Bool? {
      guard spelling.count == key.count else { return nil }
      let isSame = spelling.withUnsafeBytes { own in
        own.isEmpty || memcmp(own.baseAddress!, key.baseAddress!, own.count) == 0
      }
      return isSame ? isKnown : nil
    }
  }

  package private(set) var nulls = NameCount()
  package private(set) var unknown = NameCount()
  /// The names of a body's members as the lines before spelled them, by place, and whether the chat
  /// API knows them. Most lines have the same members in the same order.
  private var places: [Place] = []

  package static func == (one: OddMembers, other: OddMembers) -> Bool {
    one.nulls == other.nulls && one.unknown == other.unknown
  }

  /// Adds the body at this node.
  mutating func add(_ body: Int, of outline: JSONOutline, in line: UnsafeRawBufferPointer) {
    var place = 0
    outline.forEachChild(of: body) { member in
      defer { place += 1 }
      let isNull = outline.nodes[member].kind == .null
      let isKnown = isKnown(outline.nodes[member].key, at: place, line)
      guard isNull || !isKnown else { return }
      let name = name(of: member, outline, line)
      // It is not sent.
      if body == 0, name == "custom_id" { return }
      if isNull { nulls.add(name) } else { unknown.add(name) }
    }
    if let messages = outline.member("messages", of: body, in: line) {
      outline.forEachChild(of: messages) { addMessage($0, outline, line) }
    }
  }

  /// An assistant's `content` is `null` beside the tools that it calls.
  private mutating func addMessage(
    _ message: Int, _ outline: JSONOutline, _ line: UnsafeRawBufferPointer
  ) {
    outline.forEachChild(of: message) { member in
      guard outline.nodes[member].kind == .null, !outline.isKey(member, "content", in: line) else {
        return
      }
      nulls.add(name(of: member, outline, line))
    }
  }

  private mutating func isKnown(
    _ key: Range<Int>, at place: Int, _ line: UnsafeRawBufferPointer
  ) -> Bool {
    let key = UnsafeRawBufferPointer(rebasing: line[key])
    if place < places.count, let isKnown = places[place].isKnown(key) { return isKnown }
    let isKnown = ChatMembers.knows(JSONString.text(key))
    let found = Place(spelling: Array(key), isKnown: isKnown)
    if place < places.count { places[place] = found } else { places.append(found) }
    return isKnown
  }

  private func name(
    of member: Int, _ outline: JSONOutline, _ line: UnsafeRawBufferPointer
  ) -> String {
    JSONString.text(UnsafeRawBufferPointer(rebasing: line[outline.nodes[member].key]))
  }
}
