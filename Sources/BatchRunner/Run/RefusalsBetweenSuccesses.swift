/// The jobs of one model that were turned down since the last success of one.
struct RefusalsBetweenSuccesses: Sendable {
  private var count = 0
  private var last: JobPlace?
  /// The job whose refusal was the only one between the last two successes that had any between
  /// them; `nil`: there were several.
  private(set) var lone: JobPlace?

  mutating func turnedDown(_ job: JobPlace) {
    count += 1
    last = job
  }

  mutating func succeeded() {
    if count > 0 { lone = count == 1 ? last : nil }
    count = 0
  }
}
