import Basics
import Dispatch

/// Hears SIGINT, SIGTERM and SIGHUP instead of dying of them.
final class SignalWatch {
  private let sources: [any DispatchSourceSignal]

  /// SIGINT and SIGHUP that were ignored at start (`nohup`, `&`) stay ignored.
  init(_ hear: @escaping @Sendable (Int32) -> Void) {
    let queue = DispatchQueue(label: "nightshift.signals")
    sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      if number != SIGTERM, Self.isIgnored(number) { return nil }
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        // Two that come close together are told of at once.
        for _ in 0..<max(1, source.data) { hear(number) }
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
