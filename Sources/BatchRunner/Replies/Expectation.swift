import Basics

/// What the user expects of every answer beyond that it came.
package struct Expectation: Sendable {
  /// Each answer's text is one JSON value.
  package var isJSON = false
  /// That this schema allows; `nil`: any.
  package var schema: Schema?
  /// An answer that was cut off at `max_tokens` does not do.
  package var isWhole = false

  package init() {}

  /// Nothing is expected.
  package var isEmpty: Bool { !isJSON && schema == nil && !isWhole }

  /// Where and why an answer does not fit; `nil`: it does. `body`: a response with choices.
  func complaint(about answer: Answer, in body: [UInt8]) -> String? {
    if isWhole, answer.isTruncated { return "cut off at max_tokens" }
    guard isJSON || schema != nil else { return nil }
    let complaint: String? = body.withUnsafeBytes { self.complaint(in: $0) }
    return complaint.map { $0 + (answer.isTruncated ? " (it was cut off at max_tokens)" : "") }
  }

  private func complaint(in body: UnsafeRawBufferPointer) -> String? {
    var outline = JSONOutline()
    guard (try? outline.read(body, depth: 4)) != nil,
      let choices = outline.member("choices", in: body)
    else { return "it has no choices" }
    var complaint: String?
    var number = 0
    let isOnly = Int(outline.nodes[choices].next) == Int(outline.nodes[choices + 1].next)
    outline.forEachChild(of: choices) { choice in
      number += 1
      guard complaint == nil else { return }
      let text = outline.member("message", of: choice, in: body)
        .flatMap { outline.member("content", of: $0, in: body) }
        .flatMap { outline.string($0, in: body) }
      guard let found = self.complaint(about: text) else { return }
      complaint = isOnly ? found : "choice \(number): \(found)"
    }
    return complaint
  }

  private func complaint(about text: String?) -> String? {
    guard let text else { return "the answer is no text" }
    return Array(text.utf8).withUnsafeBytes { bytes -> String? in
      let inside = Self.unfenced(bytes)
      if inside.isEmpty { return "the answer is empty" }
      do throws(JSONError) {
        let source = try JSONView(inside)
        guard let schema else { return nil }
        var check = SchemaCheck(source)
        do throws(SchemaCheck.Misfit) {
          try check.check(schema)
          return nil
        } catch {
          return "\(error.pointer.isEmpty ? "the answer" : error.pointer): \(error.reason)"
        }
      } catch {
        return "the answer is no JSON: \(error.clause)"
      }
    }
  }
}

// MARK: - Fences

extension Expectation {
  /// The text without the white space around it, and without the lines that mark it as code:
  /// models write them, asked for or not.
  private static func unfenced(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let whole = trimmed(text[...])
    let fence = Array("```".utf8)
    guard whole.starts(with: fence), let lineEnd = whole.firstIndex(of: 0x0A),
      whole.count > 6, whole.suffix(3).elementsEqual(fence)
    else { return UnsafeRawBufferPointer(rebasing: whole) }
    let language = trimmed(whole[(whole.startIndex + 3)..<lineEnd])
    let inside = whole[(lineEnd + 1)..<max(lineEnd + 1, whole.endIndex - 3)]
    let isFirstOfLine = endsWithLine(inside)
    guard language.isEmpty || language.map({ $0 | 0x20 }) == Array("json".utf8), isFirstOfLine
    else { return UnsafeRawBufferPointer(rebasing: whole) }
    return UnsafeRawBufferPointer(rebasing: trimmed(inside))
  }

  /// Whether the closing fence stands at the beginning of its line.
  private static func endsWithLine(_ inside: Slice<UnsafeRawBufferPointer>) -> Bool {
    let last = inside.last { $0 != 0x20 && $0 != 0x09 }
    return last == nil || last == 0x0A
  }

  private static func trimmed(
    _ text: Slice<UnsafeRawBufferPointer>
  ) -> Slice<UnsafeRawBufferPointer> {
    guard let first = text.firstIndex(where: { !JSONScanner.isSpace($0) }),
      let last = text.lastIndex(where: { !JSONScanner.isSpace($0) })
    else { return text[text.startIndex..<text.startIndex] }
    return text[first...last]
  }
}
