import Basics

/// What another request for a job asks instead of what its job file says.
///
/// Values are cut out and inserted; every other byte of the body stays as it is.
package struct BodyEdits: RareValue {
  /// An answer that does not fit, which the model is shown with the complaint about it, as two
  /// messages behind those of the body.
  package struct Correction: Sendable, Equatable {
    let answer: String
    let complaint: String
    /// What is asked for instead.
    let wanted: String
  }

  /// How often the body's `max_tokens` and `max_completion_tokens` are doubled.
  package var doublings = 0
  /// The limit that the API takes for a body without one; `nil`: it is not known, so that such a
  /// body cannot be given twice as much.
  package var standardLimit: Int?
  /// `nil`: the messages stay as they are.
  package var correction: Correction?
  /// The corrections that the job has been sent with, this one included.
  package var corrections = 0

  package init() {}

  /// The edited body; `nil`: it has no limit that can be doubled, or no list of messages.
  package func applied(to body: [UInt8]) -> [UInt8]? {
    var outline = JSONOutline()
    return body.withUnsafeBytes { text in
      guard (try? outline.read(text, depth: 2)) != nil, outline.nodes[0].kind == .object else {
        return nil
      }
      var changes: [Change] = []
      if doublings > 0 {
        guard let limits = limits(outline, text) else { return nil }
        changes += limits
      }
      if let correction {
        guard let messages = Self.messages(of: correction, outline, text) else { return nil }
        changes.append(messages)
      }
      return Self.apply(changes, to: text)
    }
  }
}

// MARK: - Limits

extension BodyEdits {
  /// The bytes of `range` are replaced.
  private struct Change {
    let range: Range<Int>
    let bytes: [UInt8]
  }

  /// The new limits; `nil`: there is none that can be doubled. A name that stands twice is changed
  /// twice, since servers differ in which of the two counts.
  private func limits(_ outline: JSONOutline, _ text: UnsafeRawBufferPointer) -> [Change]? {
    var limits: [Change] = []
    var unset: Range<Int>?
    var isReadable = true
    outline.forEachChild(of: 0) { member in
      guard
        outline.isKey(member, "max_tokens", in: text)
          || outline.isKey(member, "max_completion_tokens", in: text)
      else { return }
      let range = outline.nodes[member].range
      if outline.nodes[member].kind == .null {
        unset = unset ?? range
      } else if let limit = outline.integer(member, in: text).flatMap(doubled) {
        limits.append(Change(range: range, bytes: Self.digits(limit)))
      } else {
        isReadable = false
      }
    }
    guard isReadable else { return nil }
    guard limits.isEmpty else { return limits }
    guard let limit = standardLimit.flatMap(doubled) else { return nil }
    if let unset { return [Change(range: unset, bytes: Self.digits(limit))] }
    var member: [UInt8] = []
    member.append(text: ",\"max_tokens\":")
    return Self.lastChild(of: 0, outline).map { end in
      [Change(range: end..<end, bytes: member + Self.digits(limit))]
    }
  }

  /// `nil`: the limit is not above zero, or its double does not fit into `Int`.
  private func doubled(_ limit: Int) -> Int? {
    guard limit > 0 else { return nil }
    var limit = limit
    for _ in 0..<doublings {
      let (double, overflows) = limit.multipliedReportingOverflow(by: 2)
      guard !overflows else { return nil }
      limit = double
    }
    return limit
  }

  private static func digits(_ number: Int) -> [UInt8] {
    var digits: [UInt8] = []
    digits.append(decimal: number)
    return digits
  }
}

// MARK: - Messages

extension BodyEdits {
  private static func messages(
    of correction: Correction, _ outline: JSONOutline, _ text: UnsafeRawBufferPointer
  ) -> Change? {
    guard let list = outline.member("messages", in: text), outline.nodes[list].kind == .array,
      let end = lastChild(of: list, outline)
    else { return nil }
    var bytes: [UInt8] = []
    bytes.append(text: ",{\"role\":\"assistant\",\"content\":")
    JSONString.append(correction.answer, to: &bytes)
    bytes.append(text: "},{\"role\":\"user\",\"content\":")
    JSONString.append(
      "This answer cannot be used: \(correction.complaint). Answer again with "
        + "\(correction.wanted) only, without any other text.", to: &bytes)
    bytes.append(text: "}")
    return Change(range: end..<end, bytes: bytes)
  }

  /// Where the last member or element of a container ends; `nil`: it has none.
  private static func lastChild(of parent: Int, _ outline: JSONOutline) -> Int? {
    var end: Int?
    outline.forEachChild(of: parent) { end = outline.nodes[$0].range.upperBound }
    return end
  }

  private static func apply(_ changes: [Change], to text: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + changes.reduce(0) { $0 + $1.bytes.count })
    var copied = 0
    for change in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      bytes.append(contentsOf: text[copied..<change.range.lowerBound])
      bytes.append(contentsOf: change.bytes)
      copied = change.range.upperBound
    }
    bytes.append(contentsOf: text[copied...])
    return bytes
  }
}
