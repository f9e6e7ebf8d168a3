/// A strict JSON parser that records where values begin and end, and copies nothing.
///
/// It checks the whole text and keeps only the values down to a chosen depth. Foundation's parsers
/// accept texts that RFC 8259 rejects, and change numbers, key order and escapes when they write,
/// but requests must be sent byte for byte. One outline can read many texts one after the other:
/// once its storage has grown, it allocates nothing.
///
/// It uses raw pointers. Bounds-checked buffers had a third of the speed, and a run reads every
/// byte of its job file twice.
///
/// It is public because the compiler inlines and specialises only public code across targets.
public struct JSONOutline: Sendable {
  public enum Kind: UInt8, Sendable {
    case object, array, string, number, `true`, `false`, null
  }

  /// One value of the text. Its positions are byte offsets, in 32 bits to save memory.
  public struct Node: Sendable {
    @usableFromInline var keyStart: Int32
    @usableFromInline var keyEnd: Int32
    @usableFromInline var start: Int32
    @usableFromInline var end: Int32
    /// The index in ``JSONOutline/nodes`` after the value's last descendant.
    public internal(set) var next: Int32
    public internal(set) var kind: Kind

    /// The member's name without its quotes and with its escapes; `0..<0` for elements of arrays
    /// and for the top-level value.
    @inlinable public var key: Range<Int> { Int(keyStart)..<Int(keyEnd) }
    /// The value with its quotes or brackets.
    @inlinable public var range: Range<Int> { Int(start)..<Int(end) }
  }

  /// Texts nested more deeply are rejected.
  package static let deepestNesting = 512

  /// The values in the order of the text, a parent before its children. The first is the top-level
  /// value. Empty or incomplete after an error.
  public internal(set) var nodes: [Node] = []
  /// Whether there is white space between any two tokens, or around the text.
  package private(set) var isSpaced = false

  /// The indices in ``nodes`` of the containers that have not ended yet.
  private var open: [Int32] = []
  /// For each nesting level one bit: 1 for an object, 0 for an array.
  private var isObject = [UInt64](repeating: 0, count: JSONOutline.deepestNesting / 64 + 1)

  package init() {}
}

// MARK: - Reading

extension JSONOutline {
  /// Checks `text`, of at most 2 GiB, and records its values down to `depth`.
  ///
  /// Depth 0 keeps only the top-level value, 1 also its members or elements, 2 also theirs, and so
  /// on. Deeper values are checked, but not recorded. Throws at the first byte that is not JSON.
  package mutating func read(_ text: UnsafeRawBufferPointer, depth: Int) throws(JSONError) {
    nodes.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    isSpaced = false
    guard let base = text.baseAddress, text.count > 0 else {
      throw JSONError(offset: 0, reason: .endsTooSoon)
    }
    let scanner = JSONScanner(base: base, count: text.count)
    var at = 0
    var level = 0
    var key: Range<Int> = 0..<0

    skipSpace(scanner, &at)
    while true {
      // The next value begins here.
      guard at < scanner.count else { throw JSONError(offset: at, reason: .endsTooSoon) }
      let start = at
      var isWhole = true
      let kind: Kind
      switch scanner[at] {
      case UInt8(ascii: "\""):
        kind = .string
        at = try scanner.endOfString(at)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if level == Self.deepestNesting { throw JSONError(offset: at, reason: .nestedTooDeeply) }
        kind = scanner[at] == UInt8(ascii: "{") ? .object : .array
        at += 1
        skipSpace(scanner, &at)
        guard at < scanner.count else { throw JSONError(offset: at, reason: .endsTooSoon) }
        if scanner[at] == (kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          at += 1
        } else {
          isWhole = false
        }
      case UInt8(ascii: "t"):
        kind = .true
        at = try scanner.endOfWord("true", at)
      case UInt8(ascii: "f"):
        kind = .false
        at = try scanner.endOfWord("false", at)
      case UInt8(ascii: "n"):
        kind = .null
        at = try scanner.endOfWord("null", at)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        kind = .number
        at = try scanner.endOfNumber(at)
      default:
        throw JSONError(offset: at, reason: .unexpected(scanner[at]))
      }
      if level <= depth {
        nodes.append(
          Node(
            keyStart: Int32(truncatingIfNeeded: key.lowerBound),
            keyEnd: Int32(truncatingIfNeeded: key.upperBound),
            start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: at),
            next: Int32(truncatingIfNeeded: nodes.count + 1), kind: kind))
      }
      if !isWhole {
        if level <= depth { open.append(Int32(truncatingIfNeeded: nodes.count - 1)) }
        level += 1
        setIsObject(kind == .object, at: level)
        key = 0..<0
        if kind == .object { key = try readKey(scanner, &at) }
        continue
      }
      // A value has ended. Close the containers that end here, up to the beginning of the next one.
      while true {
        skipSpace(scanner, &at)
        if level == 0 {
          guard at == scanner.count else { throw JSONError(offset: at, reason: .textAfterValue) }
          return
        }
        guard at < scanner.count else { throw JSONError(offset: at, reason: .endsTooSoon) }
        let inObject = isObject(at: level)
        let byte = scanner[at]
        if byte == UInt8(ascii: ",") {
          at += 1
          skipSpace(scanner, &at)
          key = inObject ? try readKey(scanner, &at) : 0..<0
          break
        }
        guard byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw JSONError(offset: at, reason: .unexpected(byte))
        }
        at += 1
        level -= 1
        if level <= depth {
          let index = Int(open.removeLast())
          nodes[index].end = Int32(truncatingIfNeeded: at)
          nodes[index].next = Int32(truncatingIfNeeded: nodes.count)
        }
      }
    }
  }

  /// Moves `at` past white space.
  @inline(__always)
  private mutating func skipSpace(_ scanner: JSONScanner, _ at: inout Int) {
    guard at < scanner.count, JSONScanner.isSpace(scanner[at]) else { return }
    isSpaced = true
    at = scanner.endOfSpace(at)
  }

  /// Reads `"key" :` and the white space after it. Returns the key's range without its quotes.
  @inline(__always)
  private mutating func readKey(
    _ scanner: JSONScanner, _ at: inout Int
  ) throws(JSONError) -> Range<Int> {
    guard at < scanner.count else { throw JSONError(offset: at, reason: .endsTooSoon) }
    guard scanner[at] == UInt8(ascii: "\"") else {
      throw JSONError(offset: at, reason: .unexpected(scanner[at]))
    }
    let start = at + 1
    at = try scanner.endOfString(at)
    let key = start..<(at - 1)
    skipSpace(scanner, &at)
    guard at < scanner.count else { throw JSONError(offset: at, reason: .endsTooSoon) }
    guard scanner[at] == UInt8(ascii: ":") else {
      throw JSONError(offset: at, reason: .unexpected(scanner[at]))
    }
    at += 1
    skipSpace(scanner, &at)
    return key
  }

  @inline(__always)
  private func isObject(at level: Int) -> Bool {
    isObject[level >> 6] & (1 << UInt64(level & 63)) != 0
  }

  @inline(__always)
  private mutating func setIsObject(_ value: Bool, at level: Int) {
    let bit: UInt64 = 1 << UInt64(level & 63)
    if value { isObject[level >> 6] |= bit } else { isObject[level >> 6] &= ~bit }
  }
}

// MARK: - Finding

// Here `text` must be the same bytes that `read(_:depth:)` was given.
extension JSONOutline {
  /// Visits the indices of a container's members or elements, in the order of the text.
  @inlinable @inline(__always)
  public func forEachChild(of parent: Int, _ visit: (Int) -> Void) {
    var index = parent + 1
    let end = Int(nodes[parent].next)
    while index < end {
      visit(index)
      index = Int(nodes[index].next)
    }
  }

  /// The index of the last member with this name; `nil` if there is none, or if `parent` is not an
  /// object. A name that the text writes with escapes is found too.
  @inlinable
  public func member(
    _ name: StaticString, of parent: Int = 0, in text: UnsafeRawBufferPointer
  ) -> Int? {
    guard nodes[parent].kind == .object else { return nil }
    var found: Int?
    forEachChild(of: parent) { if isKey($0, name, in: text) { found = $0 } }
    return found
  }

  /// Whether the member at `index` has this name.
  @inlinable @inline(__always)
  public func isKey(_ index: Int, _ name: StaticString, in text: UnsafeRawBufferPointer) -> Bool {
    matches(nodes[index].key, name, in: text)
  }

  /// Whether the value at `index` is this string. Faster than creating a `String` to compare.
  @inlinable
  public func isString(
    _ index: Int, _ value: StaticString, in text: UnsafeRawBufferPointer
  ) -> Bool {
    guard nodes[index].kind == .string else { return false }
    let range = nodes[index].range
    return matches((range.lowerBound + 1)..<(range.upperBound - 1), value, in: text)
  }

  /// Whether the string in this range, which is without its quotes, has this value.
  @inlinable @inline(__always)
  func matches(
    _ spelling: Range<Int>, _ value: StaticString, in text: UnsafeRawBufferPointer
  ) -> Bool {
    let count = value.utf8CodeUnitCount
    guard let base = text.baseAddress, spelling.count >= count else { return false }
    if count > 0 {
      // Most names differ in their first byte.
      let first = base.load(fromByteOffset: spelling.lowerBound, as: UInt8.self)
      guard first == value.utf8Start.pointee || first == UInt8(ascii: "\\") else { return false }
    }
    if spelling.count == count {
      return memcmp(base + spelling.lowerBound, value.utf8Start, count) == 0
    }
    return matchesWithEscapes(spelling, value, in: text)
  }

  /// The rare case of ``matches(_:_:in:)``: a spelling longer than its value contains a backslash.
  @usableFromInline @inline(never)
  func matchesWithEscapes(
    _ spelling: Range<Int>, _ value: StaticString, in text: UnsafeRawBufferPointer
  ) -> Bool {
    let bytes = UnsafeRawBufferPointer(rebasing: text[spelling])
    guard memchr(bytes.baseAddress!, Int32(UInt8(ascii: "\\")), bytes.count) != nil else {
      return false
    }
    return JSONString.decode(bytes) == value.description
  }

  /// The text of a string value with its escapes resolved; `nil` for other kinds, and for a string
  /// with an unpaired surrogate.
  package func string(_ index: Int, in text: UnsafeRawBufferPointer) -> String? {
    guard nodes[index].kind == .string else { return nil }
    return JSONString.decode(contents(of: index, in: text))
  }

  /// Like ``string(_:in:)``, but reads an unpaired surrogate as U+FFFD.
  package func text(_ index: Int, in text: UnsafeRawBufferPointer) -> String? {
    guard nodes[index].kind == .string else { return nil }
    return JSONString.text(contents(of: index, in: text))
  }

  /// The bytes of a string value without its quotes, with its escapes.
  package func contents(
    of index: Int, in text: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    let range = nodes[index].range
    return UnsafeRawBufferPointer(rebasing: text[(range.lowerBound + 1)..<(range.upperBound - 1)])
  }

  /// A number's value, to the precision of `Double`; `nil` for other kinds, and for numbers beyond
  /// the largest `Double`, such as 1e999. The result is always finite.
  package func number(_ index: Int, in text: UnsafeRawBufferPointer) -> Double? {
    guard nodes[index].kind == .number else { return nil }
    return Double(String(decoding: text[nodes[index].range], as: UTF8.self))
      .flatMap { $0.isFinite ? $0 : nil }
  }

  /// The value of a whole number; `nil` for other kinds, fractions, and numbers that do not fit in
  /// `Int`. All but plain digits, at most 18, are read as `Double` first: -5, 1.0, 1e3.
  package func integer(_ index: Int, in text: UnsafeRawBufferPointer) -> Int? {
    guard nodes[index].kind == .number else { return nil }
    let digits = text[nodes[index].range]
    var value = 0
    // 18 digits cannot overflow.
    guard digits.count <= 18, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return number(index, in: text).flatMap { Int(exactly: $0) }
    }
    for digit in digits { value = value * 10 + Int(digit & 0x0F) }
    return value
  }
}
