/// A completed disk operation. Tests record these events to check their order.
///
/// `file` is a file name without its folder.
package enum DiskEvent: Sendable, Equatable {
  case wrote(file: String, bytes: Int)
  case synced(file: String)
  case syncedDirectory
  case renamed(to: String)
  /// `to` is the new length in bytes.
  case truncated(file: String, to: Int)
}

/// Called after each successful operation, on the thread that did it.
package typealias DiskObserver = @Sendable (DiskEvent) -> Void
