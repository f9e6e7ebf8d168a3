import Basics

/// What a run knows of the waits that the server asked for, model by model.
///
/// The limiter decides which other models wait too, see ``ModelPauses``; what it says is kept here
/// beside the run's own refusals, so that jobs of a model that waits are not in the way of others.
struct ModelWaits: Sendable {
  /// The latest wait of one model.
  private struct Wait: Sendable {
    var until: MonotonicInstant
    var length = PauseLength()
    /// No request of the model has started since.
    var isUntried = true
    /// The server asked for more time than the user would wait without a success.
    var isTooLong = false
    /// The server's words.
    var message = ""
  }

  /// What is left waits for a limit that resets later than the user would wait.
  struct Reset: Equatable {
    /// The models that wait; none: the whole account does, or there is one model only.
    var models: [String]
    /// When the first of them may start again.
    var until: MonotonicInstant
    var message: String
  }

  /// The models of the job files; empty: unknown.
  private let models: [String]
  private var waits: [String: Wait] = [:]
  private var holds = Holds()
  /// Of ``holds``.
  private(set) var holdsNumber = 0

  init(models: [String]) {
    self.models = models
  }

  /// The limiter's latest news.
  mutating func learn(_ holds: Holds, number: Int) {
    self.holds = holds
    holdsNumber = number
  }

  /// Until when no job of this model may start; `nil` or a time in the past: it may.
  func end(of model: String) -> MonotonicInstant? {
    [waits[model]?.until, holds.models[model], holds.account].lazy.compactMap { $0 }.max()
  }

  /// The models that may not start at one time.
  struct Waiting {
    fileprivate(set) var isEverything = false
    fileprivate(set) var models: Set<String> = []

    var isNothing: Bool { !isEverything && models.isEmpty }

    func contains(_ model: String) -> Bool {
      isEverything || (!models.isEmpty && models.contains(model))
    }
  }

  func waiting(at now: MonotonicInstant) -> Waiting {
    var waiting = Waiting()
    if waits.isEmpty, holds == Holds() { return waiting }
    waiting.isEverything = holds.account.map { $0 > now } ?? false
    for (model, wait) in waits where wait.until > now { waiting.models.insert(model) }
    for (model, end) in holds.models where end > now { waiting.models.insert(model) }
    return waiting
  }

  /// The next end of a wait; `nil`: nothing waits.
  func nextEnd(after now: MonotonicInstant) -> MonotonicInstant? {
    if waits.isEmpty, holds == Holds() { return nil }
    let ends = waits.values.map(\.until) + holds.models.values + [holds.account].compactMap { $0 }
    return ends.lazy.filter { $0 > now }.min()
  }

  /// Whether some model of the job files need not wait.
  func isAnyFree(besides waiting: Waiting) -> Bool {
    models.contains { !waiting.contains($0) }
  }

  /// No request of the model has started since its last wait.
  func isUntried(_ model: String) -> Bool { waits[model]?.isUntried ?? false }

  mutating func started(_ model: String) {
    if waits[model] != nil { waits[model]?.isUntried = false }
  }

  mutating func succeeded(_ model: String) {
    if waits[model] != nil { waits[model]?.length.jobSucceeded() }
  }

  /// The server turned a request of the model down. Returns the end of its wait and whether the wait
  /// is a new one; `nil`: another request of the same moment has begun it, and this one says nothing
  /// more. `longest`: what the user would wait.
  mutating func turnedDown(
    _ model: String, hint: Duration?, _ message: String, plan: Plan, longest: Duration,
    at now: MonotonicInstant
  ) -> (until: MonotonicInstant, isNew: Bool)? {
    var wait = waits[model] ?? Wait(until: now)
    let isNew = wait.until <= now
    // Requests that were in flight together are often turned down together: that is one pause.
    guard isNew || hint != nil else { return nil }
    let length = isNew ? wait.length.next(hint: hint, plan: plan) : hint ?? .zero
    if isNew { wait.isTooLong = false }
    if length > longest { wait.isTooLong = true }
    wait.until = max(wait.until, now + length)
    wait.isUntried = true
    wait.message = message
    waits[model] = wait
    return (wait.until, isNew)
  }

  /// The server said with an answer that nothing is left of its limit. Returns until when the model
  /// waits; `nil`: it does so already. `longest`: what the user would wait.
  mutating func emptied(
    _ model: String, for length: Duration, longest: Duration, at now: MonotonicInstant
  ) -> MonotonicInstant? {
    var wait = waits[model] ?? Wait(until: now)
    guard now + length > wait.until else { return nil }
    wait.until = now + length
    wait.isTooLong = length > longest
    if wait.isTooLong { wait.message = "the server's limit is used up" }
    waits[model] = wait
    return wait.until
  }

  /// The first of these models' limits to reset, if each of them resets later than the user would
  /// wait; `nil`: one of them resets earlier, or need not wait.
  func reset(
    of models: some Sequence<String>, longest: Duration, at now: MonotonicInstant
  ) -> Reset? {
    var first: Reset?
    let models = models.sorted()
    for model in models {
      let wait = waits[model]
      guard let end = end(of: model), end > now,
        (wait?.isTooLong == true && wait?.until == end) || now + longest < end
      else { return nil }
      guard end < first?.until ?? MonotonicInstant(nanoseconds: .max) else { continue }
      first = Reset(
        models: holds.account == nil && self.models.count > 1 ? models : [], until: end,
        message: wait?.message ?? holds.daily?.words ?? "")
    }
    return first
  }
}
