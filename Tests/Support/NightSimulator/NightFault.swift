/// Kinds of trouble that a night may hold.
package enum NightFault: String, CaseIterable, Comparable, Sendable {
  // The server.
  case needless429, overLimit, serverError, retriedStatus, burst, unusableAnswer, lookAlike, badJob
  case alwaysFails, truncated, dropped, slow, oldKey, emptyBalance, headerLie
  case modelLimit, modelUsedUp, unknownRate, unknownInFlight, dayUsedUp
  // The network and the machine.
  case deadNetwork, timeout, suspension, wallJump
  case kill, powerCut, diskFull, syncFailed, diskStall, rot
  // The user.
  case keyRotation, edited, reordered, appended, removed, changedWhileRunning, interrupt

  package static func < (left: NightFault, right: NightFault) -> Bool {
    left.rawValue < right.rawValue
  }
}
