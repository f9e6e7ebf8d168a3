/// A completed disk operation, or one that the file system does not have. Tests record these events
/// to check their order.
///
/// `file` is a file name without its folder.
package enum DiskEvent: Sendable, Equatable {
  case wrote(file: String, bytes: Int)
  case synced(file: String)
  case syncedDirectory
  case renamed(to: String)
  /// `to` is the new length in bytes.
  case truncated(file: String, to: Int)
  /// The operation was left out.
  case lacks(DiskAbility)
}

/// Called after each successful or omitted operation, on the thread that did it.
package typealias DiskObserver = @Sendable (DiskEvent) -> Void
