/// Something done to the disk, for tests that hold the order.
package enum DiskEvent: Sendable, Equatable {
  case wrote(file: String, bytes: Int)
  case synced(file: String)
  case syncedDirectory
  case renamed(to: String)
  case cut(file: String, to: Int)
}

package typealias DiskObserver = @Sendable (DiskEvent) -> Void
