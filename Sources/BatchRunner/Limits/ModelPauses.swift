import Basics

/// Decides which models wait after the server has turned a request down, and which model is tried
/// to find out whose limit it is.
///
/// Most servers do not say whether a limit is one of the account or of the model. So a refusal makes
/// every model wait at first. A second later one request of another model is tried, and then one at
/// a time:
/// - A success shows that the limit is one of the model. From then on the tried model and those
///   that were turned down each wait for themselves.
/// - A refusal adds the tried model to those that wait. After two in a row the limit counts as the
///   account's, and nothing more is tried until it resets.
///
/// A wait of a second leaves no time for a try. There it counts who is turned down, see
/// ``RefusedModel``.
struct ModelPauses: Sendable {
  /// A wait of all models that are not known to have a limit of their own.
  private struct Shared {
    var until: MonotonicInstant
    /// From when on one request at a time is tried; `nil`: the limit is the account's.
    var triesFrom: MonotonicInstant?
    /// Tried requests that were turned down, since the last success.
    var refusals = 0
    /// When the wait of the last one ends.
    var endOfRefusal: MonotonicInstant?
    /// The request that is tried now, and since when.
    var trial: (permit: Permit, since: MonotonicInstant)?
  }

  /// Every model has a limit of its own (`--limits-per model`).
  private let isPerModel: Bool
  /// By model: until when it waits, after its last refusal.
  private var ends: [String: MonotonicInstant] = [:]
  /// Models that are known to have a limit of their own.
  private var separate: Set<String> = []
  private var shared: Shared?
  private var refused = RefusedModel()

  /// How long nothing is tried, since requests that were in flight together are often turned down
  /// together.
  private static let restBeforeTries = Duration.seconds(1)
  /// So many refusals in a row show that the limit is the account's.
  private static let refusalsOfAccount = 2

  init(isPerModel: Bool) {
    self.isPerModel = isPerModel
  }

  /// Whether all models wait that are not known to have a limit of their own.
  func isShared(at now: MonotonicInstant) -> Bool { shared.map { $0.until > now } ?? false }

  func isSeparate(_ model: String) -> Bool { isPerModel || separate.contains(model) }

  /// When a request of this model may start; `now` or earlier: at once.
  func earliestStart(of model: String, at now: MonotonicInstant) -> MonotonicInstant {
    let own = ends[model] ?? now
    guard let shared, shared.until > now, !isSeparate(model) else { return own }
    guard own <= now, shared.trial == nil, let from = shared.triesFrom else {
      return max(own, shared.until)
    }
    return from
  }

  /// The permit's request is about to be sent. Returns whether it is one that is tried.
  mutating func started(_ permit: Permit, at now: MonotonicInstant) -> Bool {
    guard !isSeparate(permit.model) else { return false }
    refused.started(permit.model)
    guard let until = shared?.until, until > now else { return false }
    shared?.trial = (permit, now)
    return true
  }

  /// The permit's request was turned down, and its model waits until then.
  ///
  /// `isNamed`: the server says that the limit is this model's. `isAccounts`: our own starts explain
  /// the refusal, so the limit is the account's.
  mutating func turnedDown(
    _ permit: Permit, until: MonotonicInstant, isNamed: Bool, isAccounts: Bool,
    at now: MonotonicInstant
  ) {
    ends[permit.model] = max(ends[permit.model] ?? until, until)
    guard !isSeparate(permit.model) else { return }
    guard var current = shared, current.until > now else {
      let from = isNamed ? now : now + Self.restBeforeTries
      shared = Shared(until: until, triesFrom: isAccounts ? nil : from)
      return
    }
    let isTrial = current.trial?.permit == permit
    if isTrial {
      current.trial = nil
      current.refusals += 1
    }
    if isTrial, current.refusals >= Self.refusalsOfAccount, current.triesFrom != nil {
      // A model that was turned down before can wait for longer: that is its own wait.
      current.until = max(until, current.endOfRefusal ?? until)
      current.triesFrom = nil
    } else {
      current.until = max(current.until, until)
    }
    if isTrial { current.endOfRefusal = until }
    shared = current
  }

  /// A request of the model was turned down because too many start. If that shows that the limit is
  /// the model's, returns its share of the latest starts; `nil`: that is not shown, or known already.
  mutating func shareIfSeparate(turnedDown model: String) -> Double? {
    guard !isSeparate(model) else { return nil }
    let share = refused.share(of: model)
    guard refused.turnedDown(model) else { return nil }
    separate.insert(model)
    return share
  }

  /// The model waits by itself.
  mutating func wait(_ model: String, until: MonotonicInstant) {
    ends[model] = max(ends[model] ?? until, until)
  }

  /// The permit's request succeeded. Returns the models of which that shows that they wait for a limit
  /// of their own.
  mutating func succeeded(_ permit: Permit, at now: MonotonicInstant) -> [String] {
    guard let trial = shared?.trial, trial.permit == permit else { return [] }
    separate.insert(permit.model)
    let waiting = ends.filter { $0.value > trial.since && !separate.contains($0.key) }.map(\.key)
    separate.formUnion(waiting)
    shared?.trial = nil
    shared?.refusals = 0
    shared?.triesFrom = now
    return waiting.sorted()
  }

  /// The permit is returned. If its request was tried and told nothing, the next one is tried.
  mutating func returned(_ permit: Permit) {
    if shared?.trial?.permit == permit { shared?.trial = nil }
  }

  /// What waits at this time.
  func holds(at now: MonotonicInstant) -> Holds {
    var holds = Holds()
    if let shared, shared.until > now, shared.triesFrom == nil { holds.account = shared.until }
    for (model, end) in ends where end > now {
      holds.models[model] = earliestStart(of: model, at: now)
    }
    return holds
  }
}
