import Basics

/// The tool calls of a message, put together from the pieces of a stream.
struct DeltaCalls {
  private var calls: [DeltaObject] = []
  /// Where the call with an index stands in ``calls``.
  private var places: [Int: Int] = [:]

  /// Merges the elements of the array at `array`. Returns by how many bytes the calls grew at most.
  ///
  /// An element without an index continues the last call, unless it brings another id. Some servers
  /// give parallel calls the same index and tell them apart by their ids alone.
  mutating func merge(_ array: Int, of chunk: StreamChunk, level: Int) -> Int {
    var growth = 0
    chunk.outline.forEachChild(of: array) { element in
      guard chunk.outline.nodes[element].kind == .object else { return }
      let place = place(of: element, chunk)
      growth += 8 + calls[place].merge(element, of: chunk, level: level + 1, except: ["index"])
    }
    return growth
  }

  private mutating func place(of element: Int, _ chunk: StreamChunk) -> Int {
    let index = chunk.member("index", of: element).flatMap {
      chunk.outline.integer($0, in: chunk.text)
    }
    let known = index.map { places[$0] } ?? (calls.isEmpty ? nil : calls.count - 1)
    if let known, !isAnother(element, than: calls[known], chunk) { return known }
    if let index { places[index] = calls.count }
    calls.append(DeltaObject())
    return calls.count - 1
  }

  /// Whether both have an id, and the ids differ.
  private func isAnother(_ element: Int, than call: DeltaObject, _ chunk: StreamChunk) -> Bool {
    guard let id = chunk.member("id", of: element), chunk.outline.nodes[id].kind == .string,
      let known = call.text("id"), !known.isEmpty
    else { return false }
    let contents = chunk.contents(of: id)
    return !contents.isEmpty && !contents.elementsEqual(known)
  }

  func append(to json: inout [UInt8]) {
    json.append(UInt8(ascii: "["))
    for (index, call) in calls.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      call.append(to: &json)
    }
    json.append(UInt8(ascii: "]"))
  }
}
