import Basics
import Testing

@testable import BatchRunner

@Suite struct PriceNotesTests {
  private static let prices = PriceList(
    source: "test",
    entries: [
      PriceEntry(
        "old", Price(input: 1, output: 1), retirement: CivilDate(year: 2026, month: 11, day: 24)),
      PriceEntry(
        "soon", Price(input: 1, output: 1), retirement: CivilDate(year: 2026, month: 11, day: 25)),
      PriceEntry("gift", Price(input: 0, output: 0)),
      PriceEntry("groq/open", Price(input: 1, output: 1)),
      PriceEntry("together/open", Price(input: 2, output: 2)),
    ])

  /// 2026-11-24, 23:00 UTC.
  private static let start = WallTime(milliseconds: 1_795_561_200_000)

  private func notes(_ models: [String], hours: Int = 0) -> [String] {
    PriceNotes(models, Self.prices, from: Self.start, to: Self.start + .seconds(3600 * hours))
      .sentences
  }

  @Test func `a model that is retired, or will be when the run ends, is named`() {
    let retired =
      "the price list says that 'old' ends on 2026-11-24: requests may fail, or get another model"
    #expect(notes(["old", "soon", "old"]) == [retired])
    #expect(
      notes(["old", "soon"], hours: 1) == [
        retired,
        "the price list says that 'soon' ends on 2026-11-25, before this run may end: later "
          + "requests may fail, or get another model",
      ])
    #expect(notes(["soon"], hours: -9) == [])
  }

  @Test func `a free model is named`() {
    #expect(notes(["gift", "nobody", "soon"]) == ["free in the price list: 'gift'"])
  }

  @Test func `a model that is sold at different prices is named, unless its name says by whom`() {
    #expect(
      notes(["open", "groq/open"]) == [
        "several services sell 'open' at different prices, and the highest counts. Put the service "
          + "before the name, such as groq/, or give prices with --prices"
      ])
  }

  @Test func `of many models five are listed`() {
    let entries = (0..<7).map { PriceEntry("m\($0)", Price(input: 0, output: 0)) }
    let notes = PriceNotes(
      (0..<7).map { "m\($0)" }, PriceList(source: "", entries: entries), from: Self.start,
      to: Self.start)
    #expect(
      notes.sentences == ["free in the price list: 'm0', 'm1', 'm2', 'm3', 'm4' and 2 more"])
  }

  @Test func `a name without owner ends with the last of its spellings`() {
    let list = PriceList.builtIn
    // Google Cloud ends this model before the Gemini API does.
    #expect(
      list.match("gemini-2.5-pro")?.retirement == list.match("gemini/gemini-2.5-pro")?.retirement)
    #expect(list.match("gemini-2.5-pro")?.retirement != nil)
  }
}
