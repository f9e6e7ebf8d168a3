package import Basics

extension ProgressPrinter {
  /// Where progress is written, and what that place can show. Tests put a buffer here.
  package struct Outlet: Sendable {
    package var style: TerminalStyle
    /// Called before each drawing, so that a resized window is noticed.
    package var size: @Sendable () -> TerminalSize
    package var write: @Sendable (String) -> Void
    /// The offset of local time from UTC at that instant, in seconds; positive in the east.
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
