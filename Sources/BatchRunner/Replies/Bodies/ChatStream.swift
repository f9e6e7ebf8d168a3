import Basics

/// Puts the events of a stream together into one `chat.completion`, as they come.
///
/// Its memory is bounded by the answer, not by the stream.
package struct ChatStream: Sendable {
  private var events = EventStream()
  /// Members of the chunks other than the choices and the usage, in the order in which they came.
  private var members: [(name: [UInt8], value: [UInt8])] = []
  private var places: [[UInt8]: Int] = [:]
  private var choices: [Int: StreamChoice] = [:]
  private var usage = StreamUsage()
  /// The error that a chunk brought, as JSON; `nil`: none did.
  private var error: [UInt8]?
  private var isDone = false
  private var hasUnreadEvent = false
  private var size = 0
  private var outline = JSONOutline()
  /// At least one event came.
  package private(set) var hasEvents = false
  /// The answer is larger than ``Response/sizeLimit``.
  package var isTooLarge: Bool { size + events.heldBytes > Response.sizeLimit }

  package init() {}

  /// Takes the next bytes of the stream, of any number.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var stream = events
    events = EventStream()
    stream.add(bytes) { take($0) }
    events = stream
  }

  /// The stream is over.
  package mutating func finish() {
    var stream = events
    events = EventStream()
    stream.finish { take($0) }
  }

  /// The stream said that it is over, or every choice that it had has ended.
  package var isComplete: Bool {
    isDone || !choices.isEmpty && choices.values.allSatisfy(\.isFinished)
  }

  /// Why this is no whole answer; `nil`: it is one.
  package var problem: String? {
    if error != nil { return "the stream brought an error" }
    if hasUnreadEvent { return "an event of the stream is not JSON" }
    return isComplete ? nil : Response.brokenStream
  }
}

// MARK: - Taking events

extension ChatStream {
  private mutating func take(_ event: EventStream.Event) {
    hasEvents = true
    guard !isDone, !isTooLarge, !takeChunk(event.data, isError: event.isError) else { return }
    // Some servers leave out the blank lines between events.
    let lines = event.data.split(separator: 0x0A)
    guard lines.count > 1 else { return note(unread: event) }
    for line in lines where !isDone {
      let part = EventStream.Event(name: event.name, data: Array(line))
      if !takeChunk(part.data, isError: event.isError) { note(unread: part) }
    }
  }

  /// An event that is no JSON: part of the answer may be lost with it. A word alone, such as a ping,
  /// is none.
  private mutating func note(unread event: EventStream.Event) {
    if event.isError {
      var text: [UInt8] = []
      JSONString.append(String(decoding: event.data.prefix(1000), as: UTF8.self), to: &text)
      error = error ?? text
    } else if event.data.contains(UInt8(ascii: "{")) {
      hasUnreadEvent = true
    }
  }

  /// `false`: the data is neither JSON nor the mark of the end.
  private mutating func takeChunk(_ data: [UInt8], isError: Bool) -> Bool {
    if data.drop(while: JSONScanner.isSpace).starts(with: "[DONE]".utf8) {
      isDone = true
      return true
    }
    if read(data, isError: isError) { return true }
    let mended = data.withUnsafeBytes { bytes in
      var mender = JSONMender(bytes)
      mender.mend()
      return mender.json
    }
    return read(mended, isError: isError)
  }

  private mutating func read(_ data: [UInt8], isError: Bool) -> Bool {
    data.withUnsafeBytes { text in
      guard (try? outline.read(text, depth: StreamChunk.depth)) != nil else { return false }
      let chunk = StreamChunk(outline: outline, text: text)
      if let found = Self.error(of: chunk, isError: isError) {
        error = error ?? found
        size += found.count
      }
      merge(chunk)
      return true
    }
  }

  /// What a chunk says went wrong, as JSON: its `error`, or all of it where there is no choice and
  /// it has a message; `nil`: nothing.
  private static func error(of chunk: StreamChunk, isError: Bool) -> [UInt8]? {
    if let error = chunk.meaningful("error") { return Array(chunk.spelling(of: error)) }
    let isFlat =
      chunk.member("choices") == nil && chunk.member("object") == nil
      && ["message", "detail"].contains {
        chunk.meaningful($0).map { chunk.outline.nodes[$0].kind == .string } ?? false
      }
    return isError || isFlat ? Array(chunk.text) : nil
  }

  private mutating func merge(_ chunk: StreamChunk) {
    guard chunk.outline.nodes[0].kind == .object else { return }
    chunk.outline.forEachChild(of: 0) { member in
      let isApart = ["choices", "usage", "error"].contains {
        chunk.outline.isKey(member, $0, in: chunk.text)
      }
      if !isApart { keep(member, of: chunk) }
    }
    let spoken = mergeChoices(chunk)
    if let usage = chunk.meaningful("usage"), chunk.outline.nodes[usage].kind == .object {
      let choice = spoken.count == 1 ? spoken[0] : nil
      self.usage.add(chunk.spelling(of: usage), choice: choice, choices: choices.count)
    }
  }

  /// Of the names in ``labels`` the first value that says something counts, of others the last.
  private mutating func keep(_ member: Int, of chunk: StreamChunk) {
    let name = Array(chunk.text[chunk.outline.nodes[member].key])
    let value = Array(chunk.spelling(of: member))
    guard let place = places[name] else {
      places[name] = members.count
      members.append((name, value))
      size += name.count + value.count + 8
      return
    }
    guard chunk.outline.isMeaningful(member, in: chunk.text) else { return }
    let hasValue = !["null", "\"\""].contains { members[place].value.elementsEqual($0.utf8) }
    if hasValue, Self.labels.contains(name) { return }
    size += max(0, value.count - members[place].value.count)
    members[place].value = value
  }

  private static let labels: Set<[UInt8]> = Set(
    ["id", "object", "created", "model", "provider", "system_fingerprint"].map { Array($0.utf8) })

  /// Returns the indices of the choices that the chunk says something of.
  private mutating func mergeChoices(_ chunk: StreamChunk) -> [Int] {
    guard let array = chunk.member("choices"), chunk.outline.nodes[array].kind == .array else {
      return []
    }
    let hasUsage = chunk.meaningful("usage") != nil
    var spoken: [Int] = []
    var position = 0
    chunk.outline.forEachChild(of: array) { choice in
      defer { position += 1 }
      guard chunk.outline.nodes[choice].kind == .object else { return }
      if hasUsage, StreamChoice.isSilent(choice, of: chunk) { return }
      let index =
        chunk.member("index", of: choice).flatMap { chunk.outline.integer($0, in: chunk.text) }
        ?? position
      spoken.append(index)
      if choices[index] == nil { size += 64 }
      let growth = choices[index, default: StreamChoice()].merge(choice, of: chunk)
      size += growth
    }
    return spoken
  }
}

// MARK: - The answer

extension ChatStream {
  /// What came so far, as the answer would stand if it had not been streamed: valid JSON.
  package func json() -> [UInt8] {
    var json: [UInt8] = []
    json.reserveCapacity(size + 256)
    json.append(UInt8(ascii: "{"))
    for member in members {
      json.append(text: "\"")
      json.append(contentsOf: member.name)
      json.append(text: "\":")
      let isObject = member.name.elementsEqual("object".utf8)
      json.append(contentsOf: isObject ? Array("\"chat.completion\"".utf8) : member.value)
      json.append(UInt8(ascii: ","))
    }
    json.append(text: "\"choices\":[")
    for (place, choice) in choices.sorted(by: { $0.key < $1.key }).enumerated() {
      if place > 0 { json.append(UInt8(ascii: ",")) }
      choice.value.append(index: choice.key, to: &json)
    }
    json.append(UInt8(ascii: "]"))
    for (name, value) in [("usage" as StaticString, usage.total), ("error", error)] {
      guard let value else { continue }
      json.append(text: ",\"")
      json.append(text: name)
      json.append(text: "\":")
      json.append(contentsOf: value)
    }
    json.append(UInt8(ascii: "}"))
    return json
  }
}

extension EventStream.Event {
  /// The event is named as an error.
  fileprivate var isError: Bool { name.elementsEqual("error".utf8) }
}
