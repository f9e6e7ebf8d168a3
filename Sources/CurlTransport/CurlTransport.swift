import Basics
package import BatchRunner

/// Carries requests to the API over libcurl.
///
/// One thread owns the multi handle and all easy handles; this is its counter, where others leave
/// orders and pick up news.
package final class CurlTransport: Transport {
  package let news: AsyncStream<[TransportNews]>

  private let commandBox = CommandBox()
  private let endpoint: Endpoint

  package init(_ configuration: Configuration, keys: KeyRing, gate: Gate) {
    CurlProcess.requireLibrary()
    configuration.check()
    endpoint = configuration.endpoint
    let (stream, continuation) = AsyncStream.makeStream(of: [TransportNews].self)
    news = stream
    let code = SystemThread.start("nightshift transport") { [commandBox] in
      let engine = TransportThread(
        configuration, keys: keys, gate: gate, commandBox: commandBox, news: continuation)
      engine.run()
    }
    guard code == 0 else { fatalError("no thread: \(String(cString: strerror(code)))") }
  }

  deinit {
    commandBox.close()
  }

  package func send(_ requests: [Request]) {
    commandBox.put(requests.map(TransportCommand.attempt))
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
      if !commandBox.put([.get(get)]) {
        get.answer(.failure(TransportError(kind: .cancelled, message: TransferFailure.closed)))
      }
    }
  }

  package func close() {
    commandBox.close()
  }

  /// Ignores the signals that would kill a process over a closed pipe or a full disk, and drops
  /// `SSLKEYLOGFILE`. For `main`, once, before any thread starts.
  package static func prepareProcess() {
    CurlProcess.prepare()
  }

  /// Finds libcurl, without using it yet.
  package static func loadLibrary() throws(LibraryError) -> LoadedLibrary {
    try CurlProcess.loadLibrary()
  }

  /// Has libcurl get ready. Has to succeed before a transport is made.
  package static func startLibrary() throws(LibraryError) {
    try CurlProcess.startLibrary()
  }

  /// For who cannot go on without it.
  package static func requireLibrary() {
    CurlProcess.requireLibrary()
  }
}
