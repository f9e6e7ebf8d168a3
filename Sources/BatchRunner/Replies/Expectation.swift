import Basics

/// What the user requires of every answer (`--expect`, `--expect-schema`, `--expect-label`).
package struct Expectation: Sendable {
  /// Each answer must have one JSON value, see ``AnswerJSON``.
  package var isJSON = false
  /// The JSON value must fit this schema; `nil`: any value will do.
  package var schema: Schema?
  /// Each answer must name exactly one of these labels; `nil`: it need not. Not together with JSON.
  package var labels: LabelSet?

  package init() {}

  /// Every answer is accepted.
  package var isEmpty: Bool { !isJSON && schema == nil && labels == nil }

  /// Why an answer does not meet the expectation.
  struct Misfit: Equatable {
    /// Where and why its text does not fit.
    let reason: String
    /// The choice that does not fit, from 1; `nil`: there is only one.
    let choice: Int?
    /// Of that choice; empty: it has none.
    let text: [UInt8]

    /// For people, who see all choices.
    var complaint: String { choice.map { "choice \($0): \(reason)" } ?? reason }
  }

  /// Where and why an answer does not meet the expectation; `nil`: it does. `body`: the body of a
  /// response with choices.
  func complaint(about answer: AnswerFacts, in body: [UInt8]) -> String? {
    misfit(of: answer, in: body)?.complaint
  }

  /// The same, with the text that does not fit.
  func misfit(of answer: AnswerFacts, in body: [UInt8]) -> Misfit? {
    finding(answer, in: body).misfit
  }

  /// Checks an answer: what does not fit, or else the label of its first choice.
  func finding(_ answer: AnswerFacts, in body: [UInt8]) -> (misfit: Misfit?, label: String?) {
    guard !isEmpty else { return (nil, nil) }
    let (misfit, label) = body.withUnsafeBytes { finding(in: $0) }
    guard let misfit, answer.isTruncated else { return (misfit, label) }
    let reason = misfit.reason + " (it was cut off at max_tokens)"
    return (Misfit(reason: reason, choice: misfit.choice, text: misfit.text), nil)
  }

  /// What the model is asked for after an answer that does not fit.
  var wanted: String { labels?.wanted ?? "the JSON" }

  /// How deep the message of a choice is in a body.
  private static let messageDepth = 3

  /// Checks the text of each choice; the first that does not fit counts.
  private func finding(in body: UnsafeRawBufferPointer) -> (misfit: Misfit?, label: String?) {
    var outline = JSONOutline()
    guard (try? outline.read(body, depth: Self.messageDepth + MessageText.depth)) != nil,
      let choices = outline.member("choices", in: body)
    else { return (Misfit(reason: "it has no choices", choice: nil, text: []), nil) }
    var misfit: Misfit?
    var label: String?
    var number = 0
    let isOnly = Int(outline.nodes[choices].next) == Int(outline.nodes[choices + 1].next)
    outline.forEachChild(of: choices) { choice in
      number += 1
      guard misfit == nil else { return }
      var text: [UInt8] = []
      let message = outline.member("message", of: choice, in: body)
      let hasText = message.map { MessageText($0, outline, in: body).appendJSON(to: &text) }
      let found = hasText ?? false ? check(text) : (complaint: "the answer is not text", nil)
      if let complaint = found.complaint {
        misfit = Misfit(reason: complaint, choice: isOnly ? nil : number, text: text)
      }
      if number == 1 { label = found.label }
    }
    return (misfit, misfit == nil ? label : nil)
  }

  /// `text`: of one choice.
  private func check(_ text: [UInt8]) -> (complaint: String?, label: String?) {
    guard let labels else { return (complaint(about: text), nil) }
    return text.withUnsafeBytes { bytes in
      do throws(LabelSet.Absence) {
        return (nil, try labels.label(in: bytes))
      } catch {
        return (labels.clause(of: error), nil)
      }
    }
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
