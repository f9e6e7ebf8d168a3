import Basics

/// A body that the strict reader refused, made readable. Nothing of an answer is lost by it.
package struct MendedBody: Sendable, Equatable {
  /// Valid JSON.
  package let json: [UInt8]
  /// What was changed, in the order of ``BodyMend/allCases``; not empty.
  package let mends: [BodyMend]
  /// Why a stream is no whole answer; `nil`: it is one, or the body is no stream.
  package let problem: String?

  /// `bytes`: not valid JSON. `nil`: it cannot be read, however generously.
  package init?(_ bytes: [UInt8]) {
    guard let found = bytes.withUnsafeBytes({ Self.read($0) }) else { return nil }
    self = found
  }

  private init(json: [UInt8], mends: Set<BodyMend>, problem: String? = nil) {
    self.json = json
    self.mends = BodyMend.allCases.filter(mends.contains)
    self.problem = problem
  }

  private static func read(_ bytes: UnsafeRawBufferPointer) -> MendedBody? {
    var mends: Set<BodyMend> = []
    let start = BodyEdges.start(of: bytes, &mends)
    if BodyEdges.isEventLine(bytes, at: start) { return stream(bytes) }
    let end = BodyEdges.end(of: bytes, from: start, &mends)
    let inside = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    var mender = JSONMender(inside)
    mender.mend()
    mends.formUnion(mender.mends)
    guard mender.json.count <= sizeLimit, isJSON(mender.json) else { return nil }
    return MendedBody(json: mender.json, mends: mends)
  }

  private static func stream(_ bytes: UnsafeRawBufferPointer) -> MendedBody? {
    var stream = ChatStream()
    stream.add(bytes)
    stream.finish()
    guard stream.hasEvents else { return nil }
    return MendedBody(json: stream.json(), mends: [.stream], problem: stream.problem)
  }

  /// Mending can make a text six times as long. It must still fit into a line of
  /// `results.jsonl`.
  private static let sizeLimit = Response.sizeLimit / 4 * 5

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    var outline = JSONOutline()
    return bytes.withUnsafeBytes { (try? outline.read($0, depth: 0)) != nil }
  }
}
