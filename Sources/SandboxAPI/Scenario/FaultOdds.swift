/// How likely each ``Fault`` is, from 0 to 1. At most one befalls a request, so the sum must not
/// exceed 1: what comes later in this list is then cut short.
package struct FaultOdds: Sendable, Equatable {
  package var tooMany: Double = 0
  package var serverError: Double = 0
  package var unavailable: Double = 0
  package var html502: Double = 0
  package var dropBefore: Double = 0
  package var dropMiddle: Double = 0
  package var truncatedJSON: Double = 0
  package var emptyOK: Double = 0
  package var errorInOK: Double = 0
  package var noChoices: Double = 0

  package init() {}

  /// `roll` is from 0 up to, but not including, 1.
  func fault(at roll: Double) -> Fault? {
    var threshold = 0.0
    for fault in Fault.allCases {
      threshold += odds(of: fault)
      if roll < threshold { return fault }
    }
    return nil
  }

  private func odds(of fault: Fault) -> Double {
    switch fault {
    case .tooMany: tooMany
    case .serverError: serverError
    case .unavailable: unavailable
    case .html502: html502
    case .dropBefore: dropBefore
    case .dropMiddle: dropMiddle
    case .truncatedJSON: truncatedJSON
    case .emptyOK: emptyOK
    case .errorInOK: errorInOK
    case .noChoices: noChoices
    }
  }
}
