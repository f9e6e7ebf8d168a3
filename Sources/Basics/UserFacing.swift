/// An error with texts for the user: what is wrong and what to do about it.
package protocol UserFacing: Error {
  /// Whole sentences that name the file and line, the option or the host. Printed after `error:`.
  var problem: String { get }
  /// What the user can do about it, printed after ` help:`; `nil` if the problem makes that clear.
  var remedy: String? { get }
}
