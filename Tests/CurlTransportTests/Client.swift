import Basics
import BatchRunner
import CurlTransport

/// A transport for tests that collects its events by kind.
///
/// A test sends requests one by one with ``run(_:)``, or many at once through ``transport``.
final class Client {
  let gate = Gate()
  let keys: KeyRing
  let transport: CurlTransport
  private var news: AsyncStream<[TransportNews]>.Iterator
  private var lastNumber: UInt64 = 0
  /// Replies that arrived and that the test has not yet asked for.
  private var ended: [Reply] = []
  /// When each attempt's first byte left, as the transport reported it.
  private(set) var leftAt: [AttemptID: MonotonicInstant] = [:]

  /// A key that tests look for in messages, where it must not appear.
  static let key = "sk-canary-5f2b91c07d"

  init(
    _ base: String, concurrency: Int = 4, timeout: Duration = .seconds(600), caFile: String? = nil,
    asksForStreams: Bool = false, idleTimeout: Duration? = nil
  ) throws {
    keys = KeyRing(APIKey(Client.key))
    var configuration = CurlTransport.Configuration(
      endpoint: try Endpoint(base), timeout: timeout, caFile: caFile, concurrency: concurrency,
      userAgent: "nightshift/test")
    configuration.asksForStreams = asksForStreams
    configuration.idleTimeout = idleTimeout
    transport = CurlTransport(configuration, keys: keys, gate: gate)
    news = transport.news.makeAsyncIterator()
  }

  deinit {
    transport.close()
  }

  func request(_ body: String = "{}", idempotencyKey: String? = nil, isProbe: Bool = false)
    -> Request
  {
    lastNumber += 1
    return Request(
      attempt: AttemptID(lastNumber), body: Array(body.utf8), idempotencyKey: idempotencyKey,
      isProbe: isProbe)
  }

  /// Sends one request, or a default one, and waits for its reply.
  func run(_ request: Request? = nil) async -> Reply {
    transport.send([request ?? self.request()])
    return await replies(1)[0]
  }

  /// Waits for `count` replies and returns all that have arrived, in order. Returns fewer if the
  /// news end before.
  func replies(_ count: Int) async -> [Reply] {
    while ended.count < count, await readNews() {}
    defer { ended = [] }
    return ended
  }

  /// Waits until `count` attempts have left or have ended without leaving.
  func waitUntilLeft(_ count: Int) async {
    while leftAt.count + ended.count(where: { $0.leftAt == nil }) < count, await readNews() {}
  }

  /// Waits for the next batch of events and stores it. Returns `false` if the news have ended.
  private func readNews() async -> Bool {
    guard let batch = await news.next(isolation: nil) else { return false }
    for item in batch {
      switch item {
      case .left(let attempt, let instant): leftAt[attempt] = instant
      case .ended(let reply): ended.append(reply)
      }
    }
    return true
  }
}

extension Reply {
  var error: TransportError? {
    if case .failure(let error) = result { error } else { nil }
  }
  var response: Response? {
    if case .success(let response) = result { response } else { nil }
  }
}
