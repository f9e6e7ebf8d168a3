import Basics

/// Reads lines that ``JournalEntry`` wrote; keeps its storage.
///
/// Every byte of a start and an end is looked at: what a power cut garbled may begin and end well.
package struct JournalReader: Sendable {
  private var outline = JSONOutline()

  package init() {}

  /// `nil`: it is no line of a journal.
  package mutating func read(_ bytes: UnsafeRawBufferPointer) -> JournalLine? {
    var cursor = Cursor(bytes)
    if cursor.skip("{\"e\":\"end\",\"a\":") { return Self.end(&cursor, bytes).map { .end($0) } }
    if cursor.skip("{\"e\":\"start\",\"a\":") {
      return Self.start(&cursor, bytes).map { .start($0) }
    }
    return other(bytes)
  }

  private static func start(
    _ cursor: inout Cursor, _ bytes: UnsafeRawBufferPointer
  ) -> JournalLine.Start? {
    guard let attempt = cursor.number(), cursor.skip(",\"line\":"), let line = cursor.number(),
      cursor.skip(",\"sent_before\":"), cursor.number() != nil,
      cursor.skip(",\"custom_id\":"), let id = cursor.string()
    else { return nil }
    let tokens = cursor.skip(",\"tokens\":") ? cursor.number() : 0
    guard let tokens, ends(&cursor, bytes) else { return nil }
    return JournalLine.Start(
      attempt: UInt64(StoredNumber.count(attempt)), line: StoredNumber.count(line), id: id,
      tokens: StoredNumber.tokensAtMost(tokens))
  }

  private static func end(
    _ cursor: inout Cursor, _ bytes: UnsafeRawBufferPointer
  ) -> JournalLine.End? {
    guard let attempt = cursor.number(), cursor.skip(",\"left_ms\":"),
      let left = cursor.number(), cursor.skip(",\"in\":"),
      let tokensIn = StoredNumber.tokens(cursor.number()),
      cursor.skip(",\"out\":"), let tokensOut = StoredNumber.tokens(cursor.number()),
      cursor.skip(",\"ms\":"), let latency = cursor.number(), cursor.skip(",\"status\":"),
      let status = cursor.number(), left <= StoredNumber.mostMilliseconds
    else { return nil }
    let known = cursor.skip(",\"nanousd\":") ? cursor.number() : nil
    let listed = cursor.skip(",\"nanousd_listed\":") ? cursor.number() : nil
    let unknown = cursor.skip(",\"nanousd_unknown\":") ? cursor.number() : nil
    let perhaps = cursor.skip(",\"nanousd_perhaps\":") ? cursor.number() : nil
    let isUnpriced = cursor.skip(",\"unpriced\":1")
    let tokensAtMost = cursor.skip(",\"tokens_at_most\":") ? cursor.number() : nil
    let mayBePaid = cursor.skip(",\"paid\":\"maybe\"")
    var streak: (position: Int, kind: Range<Int>)?
    if cursor.skip(",\"in_a_row\":") {
      guard let position = cursor.number(), cursor.skip(",\"kind\":"), let kind = cursor.string()
      else { return nil }
      streak = (StoredNumber.count(position), kind)
    }
    guard cursor.skip(",\"verdict\":"), let verdict = cursor.string(), ends(&cursor, bytes)
    else { return nil }
    return JournalLine.End(
      attempt: UInt64(StoredNumber.count(attempt)), leftMilliseconds: left, tokensIn: tokensIn,
      tokensOut: tokensOut, latencyMilliseconds: StoredNumber.milliseconds(latency),
      status: StoredNumber.count(status),
      known: known.map(StoredNumber.money), listed: listed.map(StoredNumber.money),
      unknown: unknown.map(StoredNumber.money), perhaps: perhaps.map(StoredNumber.money),
      isUnpriced: isUnpriced, tokensAtMost: StoredNumber.tokensAtMost(tokensAtMost),
      mayBePaid: mayBePaid, streak: streak,
      verdict: Self.verdict(UnsafeRawBufferPointer(rebasing: bytes[verdict])),
      verdictText: verdict)
  }

  /// `text`: with its quotes.
  private static func verdict(_ text: UnsafeRawBufferPointer) -> JournalLine.Verdict {
    var cursor = Cursor(text)
    if cursor.skip("\"succeeded\"") { return .succeeded }
    if cursor.skip("\"failed") { return .failed }
    if cursor.skip("\"earlier answer stored") { return .earlierStored }
    return cursor.skip("\"again") ? .again : .left
  }

  private static func ends(_ cursor: inout Cursor, _ bytes: UnsafeRawBufferPointer) -> Bool {
    cursor.skip(",\"at\":") && cursor.string() != nil && cursor.skip("}")
      && cursor.at == bytes.count
  }

  private mutating func other(_ text: UnsafeRawBufferPointer) -> JournalLine? {
    guard (try? outline.read(text, depth: 1)) != nil, let kind = string("e", text) else {
      return nil
    }
    switch kind {
    case "began":
      let window = outline.member("window_s", in: text).flatMap { outline.number($0, in: text) }
      return .began(
        JournalLine.Began(
          boot: string("boot", text) ?? "", version: string("version", text) ?? "",
          plan: string("plan", text) ?? "",
          requestsPerWindow: number("rpm", text).map { StoredNumber.count($0) },
          concurrency: StoredNumber.count(number("concurrency", text)),
          windowSeconds: StoredNumber.window(window),
          jobs: StoredNumber.count(number("jobs", text)),
          toDo: StoredNumber.count(number("to_do", text))))
    case "synced":
      // Compared with lengths only, and never added to.
      func length(_ name: StaticString) -> Int { max(0, number(name, text) ?? 0) }
      return .synced(
        JournalLine.Synced(
          results: length("results"), failures: length("failures"), unusable: length("unusable"),
          journal: length("journal")))
    case "event":
      let until = string("until", text).flatMap { WallTime(rfc3339: Array($0.utf8)) }
      let model = string("model", text)
      return .event(
        kind: string("kind", text) ?? "", text: string("text", text) ?? "",
        pause: until.map { JournalPause(model: model, until: $0) })
    case "reopened": return .reopened
    // Not as they are written: another program has reformatted them.
    case "start", "end": return nil
    case "stopped":
      return .stopped(
        status: ExitStatus(read: number("status", text)),
        state: RunStateName(read: string("state", text)), text: string("text", text) ?? "")
    default: return .other
    }
  }

  /// The time of a line that is no start and no end, as it is written; empty: it has none. Only of
  /// the line that was read last.
  func timeText(_ text: UnsafeRawBufferPointer) -> String { string("at", text) ?? "" }

  private func string(_ name: StaticString, _ text: UnsafeRawBufferPointer) -> String? {
    outline.member(name, in: text).flatMap { outline.string($0, in: text) }
  }

  private func number(_ name: StaticString, _ text: UnsafeRawBufferPointer) -> Int? {
    outline.member(name, in: text).flatMap { outline.integer($0, in: text) }
  }
}
