import Basics
import Testing

@testable import BatchRunner

@Suite struct ModelPausesTests {
  private static let zero = MonotonicInstant(nanoseconds: 1_000_000_000_000)
  private static func at(_ seconds: Double) -> MonotonicInstant { zero + .seconds(seconds) }

  /// Requests of these models, one after the other.
  private struct Played {
    var pauses = ModelPauses(isPerModel: false)
    private var number: UInt64 = 0

    mutating func start(_ model: String, at seconds: Double) -> Permit {
      number += 1
      let permit = Permit(number: number, model: model)
      _ = pauses.started(permit, at: ModelPausesTests.at(seconds))
      return permit
    }

    mutating func refuse(
      _ permit: Permit, until end: Double, isNamed: Bool = false, isAccounts: Bool = false,
      at seconds: Double
    ) {
      pauses.turnedDown(
        permit, until: ModelPausesTests.at(end), isNamed: isNamed, isAccounts: isAccounts,
        at: ModelPausesTests.at(seconds))
    }

    /// When a request of the model may start, in seconds.
    func start(of model: String, at seconds: Double) -> Double {
      let now = ModelPausesTests.at(seconds)
      let start = max(pauses.earliestStart(of: model, at: now), now)
      return (ModelPausesTests.zero.duration(to: start) / .milliseconds(1)).rounded() / 1000
    }
  }

  @Test func `a refusal makes all wait, and after a second one other model is tried`() {
    var played = Played()
    played.refuse(played.start("a", at: 0), until: 3600, at: 1)
    #expect(played.start(of: "a", at: 1.5) == 3600)
    #expect(played.start(of: "b", at: 1.5) == 2)
    let trial = played.start("b", at: 2)
    // One at a time.
    #expect(played.start(of: "b", at: 3) == 3600 && played.start(of: "c", at: 3) == 3600)
    played.pauses.returned(trial)
    // It told nothing, so the next one is tried.
    #expect(played.start(of: "c", at: 4) == 4)
  }

  @Test func `a model that the server names is the only one that waits for the first try`() {
    var played = Played()
    played.refuse(played.start("a", at: 0), until: 60, isNamed: true, at: 1)
    #expect(played.start(of: "b", at: 1) == 1 && played.start(of: "a", at: 1) == 60)
  }

  @Test func `after a success each of the two waits for itself`() {
    var played = Played()
    played.refuse(played.start("a", at: 0), until: 3600, at: 1)
    let trial = played.start("b", at: 2)
    #expect(played.pauses.succeeded(trial, at: Self.at(3)) == ["a"])
    #expect(played.start(of: "b", at: 3) == 3 && played.start(of: "a", at: 3) == 3600)
    // A refusal of the one is none of the other's.
    played.refuse(played.start("b", at: 4), until: 30, at: 5)
    #expect(played.start(of: "b", at: 6) == 30)
    #expect(played.start(of: "a", at: 3601) == 3601)
    played.refuse(played.start("a", at: 3601), until: 4000, at: 3602)
    #expect(played.start(of: "b", at: 3602) == 3602)
    // A third model that nobody knows is tried after the others, one request at a time.
    #expect(played.start(of: "c", at: 6) == 6)
  }

  @Test func `two refusals in a row show that the limit is the account's`() {
    var played = Played()
    played.refuse(played.start("a", at: 0), until: 60, at: 1)
    played.refuse(played.start("b", at: 2), until: 61, at: 3)
    #expect(played.start(of: "c", at: 3) == 3)
    played.refuse(played.start("c", at: 3), until: 62, at: 4)
    for model in ["a", "b", "c", "d"] { #expect(played.start(of: model, at: 5) == 62, "\(model)") }
    #expect(played.pauses.holds(at: Self.at(5)).account == Self.at(62))
    #expect(played.start(of: "d", at: 63) == 63)
    #expect(played.pauses.holds(at: Self.at(63)) == Holds())
  }

  @Test func `a success between two refusals shows that the limit is not the account's`() {
    var played = Played()
    played.refuse(played.start("a", at: 0), until: 60, at: 1)
    played.refuse(played.start("b", at: 2), until: 60, at: 3)
    _ = played.pauses.succeeded(played.start("c", at: 3), at: Self.at(4))
    played.refuse(played.start("d", at: 4), until: 60, at: 5)
    #expect(played.start(of: "e", at: 6) == 6 && played.start(of: "c", at: 6) == 6)
    #expect(played.start(of: "d", at: 6) == 60)
  }

  /// A limit of a day is the first model's; what two others met lasts two seconds.
  @Test func `the account waits no longer than those that were tried`() {
    var played = Played()
    played.refuse(played.start("a", at: 0), until: 86_400, at: 1)
    played.refuse(played.start("b", at: 2), until: 5, at: 3)
    played.refuse(played.start("c", at: 3), until: 6, at: 4)
    #expect(played.start(of: "b", at: 4) == 6 && played.start(of: "d", at: 4) == 6)
    #expect(played.start(of: "a", at: 7) == 86_400)
  }

  @Test func `a refusal that our own starts explain is the account's, and nothing is tried`() {
    var played = Played()
    played.refuse(played.start("a", at: 0), until: 60, isAccounts: true, at: 1)
    #expect(played.start(of: "b", at: 30) == 60)
  }

  @Test func `requests that were under way when the pause began are no tries`() {
    var played = Played()
    let early = ["a", "b", "c", "d"].map { played.start($0, at: 0) }
    for permit in early.prefix(3) { played.refuse(permit, until: 60, at: 1) }
    #expect(played.start(of: "d", at: 1) == 2)
    #expect(played.pauses.succeeded(early[3], at: Self.at(1.5)) == [])
    // It left before the pause, so it says nothing.
    #expect(played.start(of: "d", at: 1.5) == 2)
  }

  @Test func `with a limit for each model only that model waits`() {
    var pauses = ModelPauses(isPerModel: true)
    let permit = Permit(number: 1, model: "a")
    pauses.turnedDown(
      permit, until: Self.at(60), isNamed: false, isAccounts: false, at: Self.zero)
    #expect(pauses.earliestStart(of: "a", at: Self.zero) == Self.at(60))
    #expect(pauses.earliestStart(of: "b", at: Self.zero) == Self.zero)
  }

  /// A server with some limits of models, some of the account, at random: what is tried is one
  /// request at a time, and a model whose limit is its own is freed in the end.
  @Test func `with a hundred models there is one try at a time, and nobody waits for another`() {
    var (tries, freed) = (0, 0)
    for seed in UInt64(0)..<200 {
      var dice = SplitMix64(seed: seed)
      let models = (0..<100).map { "m\($0)" }
      let limited = Set(models.filter { _ in Int.random(in: 0..<5, using: &dice) == 0 })
      var played = Played()
      played.refuse(played.start(models[0], at: 0), until: 3600, at: 0.5)
      var now = 2.0
      for model in models.shuffled(using: &dice) where model != models[0] {
        guard played.start(of: model, at: now) <= now else { continue }
        let trial = played.start(model, at: now)
        tries += 1
        for other in models where !played.pauses.isSeparate(other) {
          #expect(played.start(of: other, at: now) > now)
        }
        if limited.contains(model) {
          played.refuse(trial, until: 3600, at: now + 0.5)
        } else {
          _ = played.pauses.succeeded(trial, at: Self.at(now + 0.5))
          freed += 1
          #expect(played.start(of: model, at: now + 1) == now + 1)
        }
        now += 1
      }
    }
    print("limits of models: 200 servers of 100 models, \(tries) tries, \(freed) models freed")
    #expect(freed > 200)
  }
}
