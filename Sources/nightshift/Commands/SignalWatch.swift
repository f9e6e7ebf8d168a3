import Basics
import Dispatch

/// Calls a handler for the signals that ask a program to end, which then no longer end it. The calls
/// stop when the object is released.
///
/// Clusters send SIGUSR1 some time before a job's time is over (`sbatch --signal=USR1@300`), and the
/// system sends SIGXCPU at a limit of processor time.
final class SignalWatch {
  private let sources: [any DispatchSourceSignal]

  /// `handle` gets the number of the signal, on a queue. All but SIGTERM stay ignored if they
  /// were ignored when the program started, as `nohup` and `&` do.
  init(_ handle: @escaping @Sendable (Int32) -> Void) {
    let queue = DispatchQueue(label: "nightshift.signals")
    sources = [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGXCPU].compactMap { number in
      if number != SIGTERM, Self.isIgnored(number) { return nil }
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        // Dispatch may combine signals that come close together; `data` is their number.
        for _ in 0..<max(1, source.data) { handle(number) }
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
