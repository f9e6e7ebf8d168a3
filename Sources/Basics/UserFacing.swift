/// An error that is told to a person: what is wrong, and what to do.
package protocol UserFacing: Error {
  /// Whole sentences that name the file and line, the option or the host.
  var problem: String { get }
  /// What to do about it; `nil` where the problem says it all.
  var remedy: String? { get }
}
