import Basics

/// Whether a request asks for its answer as a server-sent stream.
package enum StreamRequest {
  /// Whether the body says `"stream": true`.
  package static func isAsked(_ body: [UInt8]) -> Bool {
    body.withUnsafeBytes { text in
      var outline = JSONOutline()
      guard (try? outline.read(text, depth: 1)) != nil,
        let stream = outline.member("stream", in: text)
      else { return false }
      return outline.nodes[stream].kind == .true
    }
  }

  /// The body with what asks for a stream and for its usage, where it is missing. The rest stays as
  /// it is. A body that is no object stays whole.
  package static func asking(_ body: [UInt8]) -> [UInt8] {
    body.withUnsafeBytes { text in
      var outline = JSONOutline()
      guard (try? outline.read(text, depth: 2)) != nil, outline.nodes[0].kind == .object else {
        return Array(text)
      }
      var edits: [Edit] = []
      var missing: [String] = []
      let stream = outline.member("stream", in: text)
      if let stream, outline.nodes[stream].kind != .true {
        edits.append((outline.nodes[stream].range, "true"))
      } else if stream == nil {
        missing.append("\"stream\":true")
      }
      let options = outline.member("stream_options", in: text)
      if let options, outline.nodes[options].kind == .object {
        edits += usageEdit(options, outline, text)
      } else {
        if let options { edits.append((outline.nodes[options].range, Self.usageOptions)) }
        if options == nil { missing.append("\"stream_options\":" + Self.usageOptions) }
      }
      if !missing.isEmpty { edits.append(addition(missing, to: 0, outline)) }
      return apply(edits, text)
    }
  }

  private typealias Edit = (range: Range<Int>, text: String)
  private static let usageOptions = #"{"include_usage":true}"#

  /// What makes the object `stream_options` ask for the usage; none if it does.
  private static func usageEdit(
    _ options: Int, _ outline: JSONOutline, _ text: UnsafeRawBufferPointer
  ) -> [Edit] {
    guard let usage = outline.member("include_usage", of: options, in: text) else {
      return [addition(["\"include_usage\":true"], to: options, outline)]
    }
    return outline.nodes[usage].kind == .true ? [] : [(outline.nodes[usage].range, "true")]
  }

  /// Adds members at the end of an object.
  private static func addition(
    _ members: [String], to parent: Int, _ outline: JSONOutline
  ) -> Edit {
    let end = outline.nodes[parent].range.upperBound - 1
    let isEmpty = Int(outline.nodes[parent].next) == parent + 1
    return (end..<end, (isEmpty ? "" : ",") + members.joined(separator: ","))
  }

  private static func apply(_ edits: [Edit], _ text: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes: [UInt8] = []
    var at = 0
    let sorted = edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
    for edit in sorted {
      bytes.append(contentsOf: text[at..<edit.range.lowerBound])
      bytes.append(contentsOf: edit.text.utf8)
      at = edit.range.upperBound
    }
    bytes.append(contentsOf: text[at...])
    return bytes
  }
}
