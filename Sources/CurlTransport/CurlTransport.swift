import Basics
package import BatchRunner

/// Sends requests to the API with libcurl.
///
/// A ``TransportThread`` owns libcurl's multi handle and all easy handles. This class passes
/// commands to that thread and publishes what it reports. Any thread may call the methods.
package final class CurlTransport: Transport {
  package let news: AsyncStream<[TransportNews]>

  private let commandBox = CommandBox()
  private let endpoint: Endpoint

  /// Starts the thread. ``startLibrary()`` must have succeeded before.
  package init(_ configuration: Configuration, keys: KeyRing, gate: Gate) {
    CurlProcess.requireLibrary()
    configuration.check()
    endpoint = configuration.endpoint
    let (stream, continuation) = AsyncStream.makeStream(of: [TransportNews].self)
    news = stream
    let code = SystemThread.start("nightshift transport") { [commandBox] in
      let thread = TransportThread(
        configuration, keys: keys, gate: gate, commandBox: commandBox, news: continuation)
      thread.run()
    }
    guard code == 0 else { fatalError("cannot start a thread: \(String(cString: strerror(code)))") }
  }

  /// Ends the thread if ``close()`` was not called.
  deinit {
    commandBox.close()
  }

  package func send(_ requests: [Request]) {
    commandBox.add(requests.map(TransportCommand.attempt))
  }

  package func cancelAll() {
    commandBox.cancelAll()
  }

  package func get(_ path: String, from base: GetBase) async -> Result<Response, TransportError> {
    let url =
      switch base {
      case .baseURL: endpoint.baseURL + path
      case .origin: endpoint.origin + path
      }
    return await withCheckedContinuation { continuation in
      let get = GetCommand(url: url) { continuation.resume(returning: $0) }
      // A closed box drops the command, so its thread never completes it.
      if !commandBox.add([.get(get)]) {
        get.complete(.failure(TransportError(kind: .cancelled, message: TransferFailure.closed)))
      }
    }
  }

  package func close() {
    commandBox.close()
  }

  /// Prepares the process: a closed pipe or a full disk no longer ends it, and `SSLKEYLOGFILE` is
  /// removed from the environment. `main` must call this before any thread starts.
  package static func prepareProcess() {
    CurlProcess.prepare()
  }

  /// Opens libcurl, without preparing it for transfers. Later calls return the same result.
  package static func loadLibrary() throws(LibraryError) -> LoadedLibrary {
    try CurlProcess.loadLibrary()
  }

  /// Prepares libcurl for transfers. Must succeed before a transport is created.
  package static func startLibrary() throws(LibraryError) {
    try CurlProcess.startLibrary()
  }

  /// Traps if libcurl cannot be used. For tests and benchmarks, which cannot continue without it.
  package static func requireLibrary() {
    CurlProcess.requireLibrary()
  }
}
