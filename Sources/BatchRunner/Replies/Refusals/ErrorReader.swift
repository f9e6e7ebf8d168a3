import Basics

/// Reads the error of a body in the shapes that services use.
///
/// The error is `error`, the body itself, its `detail`, or the first of `errors`; the body may be an
/// array of one. Only members with known names are read, so a prompt that the error repeats in
/// another member says nothing.
struct ErrorReader {
  private(set) var error = APIError()
  private let outline: JSONOutline
  private let text: UnsafeRawBufferPointer
  /// How many errors this one is inside of.
  private let level: Int

  /// The names of members that hold codes, types and reasons.
  private static let labelNames: [StaticString] = [
    "code", "type", "status", "reason", "error_type", "error_code", "errorCode", "provider_code",
    "limit_source", "limit_type", "rate_limit_type", "quotaId", "quota_id",
  ]
  /// The names of members that hold sentences, the best first.
  private static let textNames: [StaticString] = [
    "message", "msg", "detail", "error_msg", "error_message", "errorMessage", "error_description",
    "title", "error",
  ]
  /// The names of members that hold more about the same error.
  private static let containerNames: [StaticString] = [
    "error", "metadata", "details", "detail", "errors", "violations", "innererror", "inner_error",
    "cause", "message",
  ]
  /// Values below this depth of the body are not read.
  private static let depth = 9
  /// Errors inside messages inside errors are read so deep.
  private static let deepestLevel = 3

  private init(_ outline: JSONOutline, _ text: UnsafeRawBufferPointer, level: Int) {
    self.outline = outline
    self.text = text
    self.level = level
  }

  /// The error in a JSON text; `nil`: there is none, or the text is no JSON.
  ///
  /// `besideChoices`: the body has choices too, so only an `error` counts.
  static func error(
    in text: UnsafeRawBufferPointer, besideChoices: Bool = false, level: Int = 0
  ) -> APIError? {
    var outline = JSONOutline()
    guard (try? outline.read(text, depth: depth)) != nil else { return nil }
    var reader = ErrorReader(outline, text, level: level)
    guard reader.read(besideChoices) else { return nil }
    return reader.error
  }

  /// The error of a body that is no JSON: the JSON that stands in it (after comments, as an event of
  /// a stream, or in Python's spelling), else its title if it is a page, else its text.
  static func error(ofPage bytes: some Collection<UInt8>) -> APIError? {
    let page = String(decoding: bytes.prefix(4096), as: UTF8.self)
    let start = page.drop(while: \.isWhitespace)
    guard !start.isEmpty else { return nil }
    for json in LooseJSON.split(page).objects {
      if let error = json.withUnsafeBytes({ Self.error(in: $0, level: 1) }) { return error }
    }
    var error = APIError()
    if start.hasPrefix("<") {
      let title = page.between("<title>", "</title>") ?? page.between("<h1>", "</h1>") ?? ""
      error.message = ErrorLine.clean(title.drop { $0.isNumber || $0.isWhitespace })
    } else {
      error.message = ErrorLine.clean(page)
      error.texts = [page]
    }
    return error
  }
}

// MARK: - Reading

extension ErrorReader {
  private mutating func read(_ besideChoices: Bool) -> Bool {
    var root = 0
    if outline.nodes[0].kind == .array {
      guard let only = elements(of: 0).first else { return false }
      root = only
    }
    guard outline.nodes[root].kind == .object else { return false }
    let member = member("error", of: root).flatMap { isTold($0) ? $0 : nil }
    guard !besideChoices || member != nil else { return false }
    if let member { collect(member, depth: 0) }
    if !besideChoices { collect(root, depth: 0, without: member) }
    error.requiredCredits = number(
      ["required_credits", "requiredCredits", "required"], [root, member])
    error.availableCredits = number(
      ["available_credits", "availableCredits", "remaining_credits", "available", "balance"],
      [root, member])
    guard member != nil || isError(root) else { return false }
    error.isFlat = member == nil
    if error.message.isEmpty {
      error.message = ErrorLine.clean(
        error.code ?? error.type ?? "an error without a message")
    }
    return true
  }

  /// A body without `error` is one if it has a message or a code of its own.
  private func isError(_ root: Int) -> Bool {
    !error.texts.isEmpty || error.code != nil
  }

  /// Whether `error` says something: it is not `null`, `false` or empty.
  private func isTold(_ index: Int) -> Bool {
    switch outline.nodes[index].kind {
    case .null, .false: false
    case .string: outline.nodes[index].range.count > 2
    default: true
    }
  }

  /// Takes what the value says: a sentence, or the members of an object.
  private mutating func collect(_ index: Int, depth: Int, without skipped: Int? = nil) {
    switch outline.nodes[index].kind {
    case .string: addText(index)
    case .number: addLabel(index)
    case .array: for element in elements(of: index).prefix(8) { collect(element, depth: depth) }
    case .object:
      guard depth < 6 else { return }
      for name in Self.textNames {
        if let member = member(name, of: index), member != skipped { addText(member) }
      }
      for name in Self.labelNames {
        if let member = member(name, of: index) { addLabel(member, named: name) }
      }
      for name in Self.containerNames {
        guard let member = member(name, of: index), member != skipped,
          [.object, .array].contains(outline.nodes[member].kind)
        else { continue }
        collect(member, depth: depth + 1)
      }
      addDetails(of: index)
    default: break
    }
  }

  /// Members that say how long to wait, which model it is about, and what in the request is wrong.
  private mutating func addDetails(of index: Int) {
    for hint in WaitHint.Member.allCases {
      guard let member = member(hint.name, of: index) else { continue }
      let value = string(member) ?? spelling(member)
      error.waits.append(WaitHint(value, hint.unit))
    }
    if let raw = member("raw", of: index).flatMap({ string($0) }) { addUpstream(raw) }
    if let name = member("model", of: index) ?? quotaModel(of: index) {
      error.model = error.model ?? string(name)
    }
    if let param = member("param", of: index).flatMap({ string($0) }) {
      let parts = [
        "messages", "prompt", "input", "content", "tools", "functions", "response_format", "model",
        "stop", "max_tokens", "max_completion_tokens", "temperature", "metadata", "user",
      ]
      if parts.contains(where: param.hasPrefix) { error.isAboutRequest = true }
    }
    if member("loc", of: index) != nil { error.isAboutRequest = true }
    guard let headers = member("headers", of: index), outline.nodes[headers].kind == .object else {
      return
    }
    var upstream = ResponseHeaders()
    outline.forEachChild(of: headers) { header in
      let name = String(decoding: text[outline.nodes[header].key], as: UTF8.self)
      upstream.add(name: name, value: string(header) ?? spelling(header))
    }
    error.headers = upstream
  }

  /// Google's quota violations name the model among their dimensions.
  private func quotaModel(of index: Int) -> Int? {
    member("quotaDimensions", of: index).flatMap { member("model", of: $0) }
  }

  private mutating func addLabel(_ index: Int, named name: StaticString = "code") {
    guard let label = string(index) ?? (isNumber(index) ? spelling(index) : nil), !label.isEmpty
    else { return }
    error.labels.insert(label.lowercased())
    if let number = Int(label), (400...599).contains(number) {
      error.status = error.status ?? number
    }
    switch name.description {
    case "code", "error_code", "errorCode": error.code = error.code ?? label
    case "type", "error_type": error.type = error.type ?? label
    default: break
    }
  }

  /// Adds a sentence, and the errors that it holds as JSON.
  private mutating func addText(_ index: Int) {
    guard let sentence = string(index), !sentence.isEmpty else { return }
    add(sentence)
  }

  private mutating func add(_ sentence: String) {
    let (outside, inside) = level < Self.deepestLevel ? LooseJSON.split(sentence) : (sentence, [])
    if !outside.isEmpty { error.texts.append(outside) }
    var shown = sentence
    for json in inside {
      guard let inner = json.withUnsafeBytes({ Self.error(in: $0, level: level + 1) }) else {
        continue
      }
      // An object with a message alone may be anything, for example what the request said.
      guard !inner.isFlat || inner.code != nil || inner.type != nil else { continue }
      if outside.isEmpty { shown = inner.message }
      merge(inner)
    }
    if error.message.isEmpty { error.message = ErrorLine.clean(shown) }
  }

  /// The error of the service behind this one, which a gateway passes on word for word.
  private mutating func addUpstream(_ raw: String) {
    let own = error.message
    error.message = ""
    add(raw)
    let theirs = error.message
    error.message =
      own.isEmpty || theirs.isEmpty ? own + theirs : ErrorLine.clean("\(own): \(theirs)")
  }

  private mutating func merge(_ inner: APIError) {
    error.labels.formUnion(inner.labels)
    error.texts += inner.texts
    error.waits += inner.waits
    error.status = error.status ?? inner.status
    error.code = error.code ?? inner.code
    error.type = error.type ?? inner.type
    error.model = error.model ?? inner.model
    error.isAboutRequest = error.isAboutRequest || inner.isAboutRequest
  }
}

// MARK: - Values

extension ErrorReader {
  private func member(_ name: StaticString, of parent: Int) -> Int? {
    outline.member(name, of: parent, in: text)
  }

  private func string(_ index: Int) -> String? { outline.string(index, in: text) }

  private func isNumber(_ index: Int) -> Bool { outline.nodes[index].kind == .number }

  private func spelling(_ index: Int) -> String {
    String(decoding: text[outline.nodes[index].range], as: UTF8.self)
  }

  private func elements(of array: Int) -> [Int] {
    var elements: [Int] = []
    outline.forEachChild(of: array) { elements.append($0) }
    return elements
  }

  /// The first of these members that is a number.
  private func number(_ names: [StaticString], _ parents: [Int?]) -> Double? {
    for parent in parents.compactMap({ $0 }) {
      for name in names {
        guard let index = member(name, of: parent) else { continue }
        if let value = outline.number(index, in: text) { return value }
      }
    }
    return nil
  }
}

extension StringProtocol {
  /// The text after `start` and before the next `end`, whatever the case of the letters.
  fileprivate func between(_ start: String, _ end: String) -> String? {
    let lower = lowercased()
    guard let begin = lower.firstRange(of: start)?.upperBound,
      let close = lower[begin...].firstRange(of: end)?.lowerBound
    else { return nil }
    let from = lower.distance(from: lower.startIndex, to: begin)
    let length = lower.distance(from: begin, to: close)
    return String(dropFirst(from).prefix(length))
  }
}
