import Basics

/// What the user requires of every answer (`--expect`, `--expect-schema`).
package struct Expectation: Sendable {
  /// The text of each answer must be one JSON value.
  package var isJSON = false
  /// The JSON value must fit this schema; `nil`: any value will do.
  package var schema: Schema?
  /// An answer that was cut off at `max_tokens` is rejected.
  package var isWhole = false

  package init() {}

  /// Every answer is accepted.
  package var isEmpty: Bool { !isJSON && schema == nil && !isWhole }

  /// Where and why an answer does not meet the expectation; `nil`: it does. `body`: the body of a
  /// response with choices.
  func complaint(about answer: AnswerFacts, in body: [UInt8]) -> String? {
    if isWhole, answer.isTruncated { return "cut off at max_tokens" }
    guard isJSON || schema != nil else { return nil }
    let complaint: String? = body.withUnsafeBytes { self.complaint(in: $0) }
    return complaint.map { $0 + (answer.isTruncated ? " (it was cut off at max_tokens)" : "") }
  }

  /// Checks the text of each choice; the first complaint counts.
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

  /// `text`: of one choice; `nil`: the choice has none.
  private func complaint(about text: String?) -> String? {
    guard let text else { return "the answer is not text" }
    return Array(text.utf8).withUnsafeBytes { bytes -> String? in
      let inside = Self.unfenced(bytes)
      if inside.isEmpty { return "the answer is empty" }
      do throws(JSONError) {
        let source = try JSONView(inside)
        guard let schema else { return nil }
        var check = SchemaCheck(source)
        do throws(SchemaCheck.Mismatch) {
          try check.check(schema)
          return nil
        } catch {
          return "\(error.pointer.isEmpty ? "the answer" : error.pointer): \(error.reason)"
        }
      } catch {
        return "the answer is not JSON: \(error.clause)"
      }
    }
  }
}

// MARK: - Fences

extension Expectation {
  /// The text without surrounding white space, and without the Markdown fence of a code block.
  /// Models often write one, even if the prompt forbids it.
  private static func unfenced(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let whole = trimmed(text[...])
    let fence = Array("```".utf8)
    guard whole.starts(with: fence), let lineEnd = whole.firstIndex(of: 0x0A),
      whole.count > 6, whole.suffix(3).elementsEqual(fence)
    else { return UnsafeRawBufferPointer(rebasing: whole) }
    let language = trimmed(whole[(whole.startIndex + 3)..<lineEnd])
    let inside = whole[(lineEnd + 1)..<max(lineEnd + 1, whole.endIndex - 3)]
    let fenceBeginsLine = endsWithLine(inside)
    guard language.isEmpty || language.map({ $0 | 0x20 }) == Array("json".utf8), fenceBeginsLine
    else { return UnsafeRawBufferPointer(rebasing: whole) }
    return UnsafeRawBufferPointer(rebasing: trimmed(inside))
  }

  /// Whether the closing fence, which follows this text, is at the beginning of its line.
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
