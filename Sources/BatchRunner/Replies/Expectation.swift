import Basics

/// What the user requires of every answer (`--expect`, `--expect-schema`).
package struct Expectation: Sendable {
  /// Each answer must have one JSON value, see ``AnswerJSON``.
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

  /// How deep the message of a choice is in a body.
  private static let messageDepth = 3

  /// Checks the text of each choice; the first complaint counts.
  private func complaint(in body: UnsafeRawBufferPointer) -> String? {
    var outline = JSONOutline()
    guard (try? outline.read(body, depth: Self.messageDepth + MessageText.depth)) != nil,
      let choices = outline.member("choices", in: body)
    else { return "it has no choices" }
    var complaint: String?
    var number = 0
    let isOnly = Int(outline.nodes[choices].next) == Int(outline.nodes[choices + 1].next)
    outline.forEachChild(of: choices) { choice in
      number += 1
      guard complaint == nil else { return }
      var text: [UInt8] = []
      let message = outline.member("message", of: choice, in: body)
      let hasText = message.map { MessageText($0, outline, in: body).appendJSON(to: &text) }
      let found = hasText ?? false ? self.complaint(about: text) : "the answer is not text"
      guard let found else { return }
      complaint = isOnly ? found : "choice \(number): \(found)"
    }
    return complaint
  }

  /// `text`: of one choice.
  private func complaint(about text: [UInt8]) -> String? {
    text.withUnsafeBytes { bytes -> String? in
      var json = AnswerJSON()
      do throws(AnswerJSON.Absence) {
        try json.find(in: bytes, depth: schema == nil ? 0 : JSONOutline.deepestNesting)
      } catch {
        return error.clause
      }
      guard let schema else { return nil }
      let value = UnsafeRawBufferPointer(rebasing: bytes[json.range])
      var check = SchemaCheck(schema, JSONView(json.outline, of: value))
      return check.complaint()
    }
  }
}
