import Basics
import BatchRunner

/// The cells that an export makes of one line of `results.jsonl` or `failures.jsonl`; keeps its
/// storage.
struct OutcomeCells {
  /// A text, which may be missing; an empty one is not.
  struct Text {
    /// Empty if the text is missing.
    private(set) var bytes: [UInt8] = []
    private(set) var isMissing = true

    fileprivate mutating func clear() {
      bytes.removeAll(keepingCapacity: true)
      isMissing = true
    }

    /// `append` says whether there is a text.
    fileprivate mutating func read(_ append: (inout [UInt8]) -> Bool) {
      isMissing = !append(&bytes)
    }

    /// Calls `use` with the text as a cell.
    func withCell(_ use: (DatasetCell) -> Void) {
      bytes.withUnsafeBytes { use(isMissing ? .missing : .text($0)) }
    }
  }

  private(set) var id: [UInt8] = []
  /// What the model wrote; missing for a failure.
  private(set) var answer = Text()
  /// The label that the answer names; missing if none was expected.
  private(set) var label = Text()
  /// The text in which the answer's JSON is looked for; empty if it is not wanted.
  private(set) var json: [UInt8] = []
  private(set) var finishReason = Text()
  private(set) var model = Text()
  /// Its tokens.
  private(set) var usage = TokenUsage()
  /// What it cost, in dollars; empty if that is not known.
  private(set) var cost: [UInt8] = []
  private(set) var latencyMilliseconds: Int?
  /// Missing for a result.
  private(set) var error = Text()

  private var reader = OutcomeReader(.answer)

  /// For answers of older versions, which did not store the cost.
  private var pricing = Pricing(.builtIn)

  private let wantsJSON: Bool

  init(wantsJSON: Bool) {
    self.wantsJSON = wantsJSON
  }

  /// All cells are missing where `line` is not what was written.
  mutating func read(_ line: UnsafeRawBufferPointer, isResult: Bool) {
    clear()
    guard let outcome = reader.read(line) else { return }
    outcome.appendID(to: &id)
    model.read { outcome.appendModel(to: &$0) }
    finishReason.read { outcome.appendFinishReason(to: &$0) }
    usage = outcome.usage
    outcome.cost(usage, at: &pricing)?.appendDollars(to: &cost)
    latencyMilliseconds = outcome.head.latencyMilliseconds
    guard isResult else { return readError(outcome) }
    answer.read { outcome.appendAnswer(to: &$0) }
    label.read { outcome.appendLabel(to: &$0) }
    if wantsJSON { outcome.appendJSON(to: &json) }
  }

  private mutating func clear() {
    id.removeAll(keepingCapacity: true)
    json.removeAll(keepingCapacity: true)
    cost.removeAll(keepingCapacity: true)
    answer.clear()
    label.clear()
    finishReason.clear()
    model.clear()
    error.clear()
    (usage, latencyMilliseconds) = (TokenUsage(), nil)
  }

  /// `timeout: no answer came`, or `HTTP 400: …`.
  private mutating func readError(_ outcome: Outcome) {
    error.read { text in
      if let own = outcome.error {
        text.append(contentsOf: "\(own.code): \(own.message)".utf8)
        return true
      }
      text.append(contentsOf: "HTTP \(outcome.status ?? 0)".utf8)
      if let message = outcome.apiError.message { text.append(contentsOf: ": \(message)".utf8) }
      return true
    }
  }
}
