/// Numbers the attempts of one process, from 1, in the order in which they were allowed to start.
package struct AttemptID: Hashable, Comparable, Sendable {
  package let number: UInt64

  package init(_ number: UInt64) {
    self.number = number
  }

  package static func < (left: AttemptID, right: AttemptID) -> Bool {
    left.number < right.number
  }
}
