package import Basics

extension ProgressPrinter {
  /// Where the bytes go, and how much room there is.
  package struct Outlet: Sendable {
    package var style: TerminalStyle
    /// Asked before each drawing, so a window that changed its size is noticed.
    package var size: @Sendable () -> TerminalSize
    package var write: @Sendable (String) -> Void
    /// Seconds east of Greenwich at that instant.
    package var secondsFromGMT: @Sendable (Date) -> Int

    package init(
      style: TerminalStyle, size: @escaping @Sendable () -> TerminalSize,
      write: @escaping @Sendable (String) -> Void,
      secondsFromGMT: @escaping @Sendable (Date) -> Int
    ) {
      self.style = style
      self.size = size
      self.write = write
      self.secondsFromGMT = secondsFromGMT
    }

    package static var standardError: Outlet {
      Outlet(
        style: .standardError, size: { .standardError }, write: { StandardError.write($0) },
        secondsFromGMT: { ClockZone.current.secondsFromGMT(for: $0) })
    }
  }
}
