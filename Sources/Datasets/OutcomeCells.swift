import Basics
import BatchRunner

/// The cells that an export makes of one line of `results.jsonl` or `failures.jsonl`; keeps its
/// storage.
struct OutcomeCells {
  private(set) var id: [UInt8] = []
  /// What the model wrote; empty for a failure.
  private(set) var answer: [UInt8] = []
  /// The text in which the answer's JSON is looked for; empty if it is not wanted.
  private(set) var json: [UInt8] = []
  private(set) var finishReason: [UInt8] = []
  private(set) var model: [UInt8] = []
  /// Its tokens.
  private(set) var usage = TokenUsage()
  /// What it cost, in dollars; empty if that is not known.
  private(set) var cost: [UInt8] = []
  private(set) var latencyMilliseconds: Int?
  /// Empty for a result.
  private(set) var error: [UInt8] = []

  private var reader = OutcomeReader(.answer)

  /// For answers of older versions, which did not store the cost.
  private var pricing = Pricing(.builtIn)

  private let wantsJSON: Bool

  init(wantsJSON: Bool) {
    self.wantsJSON = wantsJSON
  }

  /// All cells are empty where `line` is not what was written.
  mutating func read(_ line: UnsafeRawBufferPointer, isResult: Bool) {
    clear()
    guard let outcome = reader.read(line) else { return }
    outcome.appendID(to: &id)
    outcome.appendModel(to: &model)
    outcome.appendFinishReason(to: &finishReason)
    usage = outcome.usage
    outcome.cost(usage, at: &pricing)?.appendDollars(to: &cost)
    latencyMilliseconds = outcome.head.latencyMilliseconds
    guard isResult else { return readError(outcome) }
    outcome.appendAnswer(to: &answer)
    if wantsJSON { outcome.appendJSON(to: &json) }
  }

  private mutating func clear() {
    for field in [\Self.id, \.answer, \.json, \.finishReason, \.model, \.cost, \.error] {
      self[keyPath: field].removeAll(keepingCapacity: true)
    }
    (usage, latencyMilliseconds) = (TokenUsage(), nil)
  }

  /// `timeout: no answer came`, or `HTTP 400: …`.
  private mutating func readError(_ outcome: Outcome) {
    if let own = outcome.error {
      error.append(contentsOf: "\(own.code): \(own.message)".utf8)
      return
    }
    error.append(contentsOf: "HTTP \(outcome.status ?? 0)".utf8)
    if let message = outcome.apiError.message { error.append(contentsOf: ": \(message)".utf8) }
  }
}
