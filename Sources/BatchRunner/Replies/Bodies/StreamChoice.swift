import Basics

/// One choice of an answer, put together from the chunks of a stream.
struct StreamChoice {
  private var message = DeltaObject()
  /// A message that came whole, as some servers send it in the last chunk or in each; empty: none.
  private var wholeMessage: [UInt8] = []
  /// All members but the message and what ended it.
  private var others = DeltaObject()
  /// As it is written; empty: none came yet.
  private(set) var finishReason: [UInt8] = []

  var isFinished: Bool { !finishReason.isEmpty }

  /// Merges the choice at `index` of a chunk. Returns by how many bytes this choice grew at most.
  mutating func merge(_ index: Int, of chunk: StreamChunk) -> Int {
    var growth = others.merge(
      index, of: chunk, level: 2, except: ["index", "delta", "message", "finish_reason"])
    if let delta = chunk.member("delta", of: index), chunk.outline.nodes[delta].kind == .object {
      growth += message.merge(delta, of: chunk, level: 3)
    } else if let whole = chunk.member("message", of: index),
      chunk.outline.nodes[whole].kind == .object
    {
      growth += max(0, chunk.spelling(of: whole).count - wholeMessage.count)
      wholeMessage = Array(chunk.spelling(of: whole))
    }
    if let reason = chunk.meaningful("finish_reason", of: index) {
      finishReason = Array(chunk.spelling(of: reason))
      growth += finishReason.count
    }
    return growth
  }

  /// Whether a choice of a chunk says nothing: some servers send one beside the usage.
  static func isSilent(_ index: Int, of chunk: StreamChunk) -> Bool {
    chunk.meaningful("delta", of: index) == nil && chunk.meaningful("message", of: index) == nil
      && chunk.meaningful("finish_reason", of: index) == nil
  }

  /// Appends the choice as it stands in an answer that was no stream.
  func append(index: Int, to json: inout [UInt8]) {
    json.append(text: "{\"index\":")
    json.append(contentsOf: String(index).utf8)
    json.append(text: ",\"message\":")
    if message.isEmpty, !wholeMessage.isEmpty {
      json.append(contentsOf: wholeMessage)
    } else {
      message.append(to: &json)
    }
    json.append(text: ",\"finish_reason\":")
    json.append(contentsOf: isFinished ? finishReason : Array("null".utf8))
    if !others.isEmpty {
      json.append(UInt8(ascii: ","))
      others.appendMembers(to: &json)
    }
    json.append(UInt8(ascii: "}"))
  }
}
