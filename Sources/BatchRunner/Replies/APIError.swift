import Basics

/// The error in a response's body: the `error` object, or what some services send instead of it.
///
/// ``ErrorReader`` makes it. A service that passes on another one's error often replaces type and
/// code by its own and keeps the other's sentence, or the whole error as JSON inside its message. So
/// ``labels`` and ``texts`` hold what all of them say.
package struct APIError: Sendable, Equatable {
  /// One line for people, without control characters; see ``ErrorLine``.
  package internal(set) var message = ""
  /// Such as `insufficient_balance`, or a number as text; `nil`: none.
  package internal(set) var code: String?
  package internal(set) var type: String?
  /// What the error says about the credits needed and left.
  package internal(set) var requiredCredits: Double?
  package internal(set) var availableCredits: Double?

  /// All codes, types and reasons, in lower case.
  var labels: Set<String> = []
  /// The messages as they came, of the error and of the errors inside it.
  var texts: [String] = []
  /// The HTTP status that the error names as its code; `nil`: none.
  var status: Int?
  /// Waits that the body has as values, such as Google's `retryDelay`.
  var waits: [WaitHint] = []
  /// The model that the error is about, if it has a member of its own for it.
  var model: String?
  /// Headers of the upstream service that the body repeats (OpenRouter: `metadata.headers`).
  var headers: ResponseHeaders?
  /// The error points at a part of the request, such as `messages[0].content`.
  var isAboutRequest = false
  /// The body has no `error`: its message stands in the outermost object.
  var isFlat = false

  init() {}

  /// The error in a body whose outline was read already; `nil`: there is none.
  ///
  /// `hasChoices`: the body has choices too, so a plain `message` beside them is no error.
  init?(_ outline: JSONOutline, _ text: UnsafeRawBufferPointer, besideChoices hasChoices: Bool) {
    // The way of almost all answers: nothing is read again.
    if hasChoices, outline.member("error", in: text) == nil { return nil }
    guard let error = ErrorReader.error(in: text, besideChoices: hasChoices) else { return nil }
    self = error
  }

  /// The error in one choice of a body, at this index; `nil`: there is none.
  init?(inChoice choice: Int, _ outline: JSONOutline, _ text: UnsafeRawBufferPointer) {
    let bytes = UnsafeRawBufferPointer(rebasing: text[outline.nodes[choice].range])
    guard let error = ErrorReader.error(in: bytes, besideChoices: true) else { return nil }
    self = error
  }
}

/// A text of a server as one line that people can read.
enum ErrorLine {
  /// The most characters of a line. Longer ones end in `...`.
  static let longest = 300

  /// The text with single spaces for white space, without control characters, cut to ``longest``.
  static func clean(_ text: some StringProtocol) -> String {
    var line = String.UnicodeScalarView()
    var count = 0
    var isSpaced = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        isSpaced = count > 0
        continue
      }
      if scalar.properties.generalCategory == .control { continue }
      guard count < longest else { return String(line) + "..." }
      if isSpaced { line.append(" ") }
      line.append(scalar)
      count += isSpaced ? 2 : 1
      isSpaced = false
    }
    return String(line)
  }
}
