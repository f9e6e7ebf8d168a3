/// The number of an attempt, from 1, in the order in which the attempts got their permits. A
/// resumed run goes on counting, so the number is unique in its journal.
package struct AttemptID: Hashable, Comparable, Sendable {
  package let number: UInt64

  package init(_ number: UInt64) {
    self.number = number
  }

  package static func < (left: AttemptID, right: AttemptID) -> Bool {
    left.number < right.number
  }
}
