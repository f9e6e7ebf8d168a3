/// What a user may rely on, by its number in the list of promises.
package enum Promise: String, CaseIterable, Sendable {
  case d1 = "D1"
  case d2 = "D2"
  case d3 = "D3"
  case d4 = "D4"
  case d5 = "D5"
  case d7 = "D7"
  case m1 = "M1"
  case m2 = "M2"
  case m3 = "M3"
  case m4 = "M4"
  case m5 = "M5"
  case m6 = "M6"
  case m7 = "M7"
  case m8 = "M8"
}

/// A promise that was not kept.
package struct Violation: Sendable {
  package let promise: Promise
  package let text: String
}
