import Basics
import BatchRunner
import CurlTransport

/// A transport with its news laid out for tests, one attempt after another or many at once.
final class Client {
  let gate = Gate()
  let keys: KeyRing
  let transport: CurlTransport
  private var news: AsyncStream<[TransportNews]>.Iterator
  private var next: UInt64 = 0
  /// Ends that were not asked for yet.
  private var ended: [Reply] = []
  /// When each attempt was said to have left.
  private(set) var left: [AttemptID: MonotonicInstant] = [:]

  static let key = "sk-canary-5f2b91c07d"

  init(
    _ base: String, concurrency: Int = 4, timeout: Duration = .seconds(600), caFile: String? = nil
  ) throws {
    keys = KeyRing(APIKey(Client.key))
    let configuration = CurlTransport.Configuration(
      endpoint: try Endpoint(base), timeout: timeout, caFile: caFile, concurrency: concurrency,
      userAgent: "nightshift/test")
    transport = CurlTransport(configuration, keys: keys, gate: gate)
    news = transport.news.makeAsyncIterator()
  }

  deinit {
    transport.close()
  }

  func request(_ body: String = "{}", idempotencyKey: String? = nil, isProbe: Bool = false)
    -> Request
  {
    next += 1
    return Request(
      attempt: AttemptID(next), body: Array(body.utf8), idempotencyKey: idempotencyKey,
      isProbe: isProbe)
  }

  /// Sends one request and waits for its end.
  func run(_ request: Request? = nil) async -> Reply {
    transport.send([request ?? self.request()])
    return await replies(1)[0]
  }

  /// The next ends, in the order in which they came.
  func replies(_ count: Int) async -> [Reply] {
    while ended.count < count, await hear() {}
    defer { ended = [] }
    return ended
  }

  /// Waits until so many attempts have left, or have ended before they could.
  func waitUntilLeft(_ count: Int) async {
    while left.count + ended.count(where: { $0.leftAt == nil }) < count, await hear() {}
  }

  /// Takes in the next news; `false`: there will be none.
  private func hear() async -> Bool {
    guard let batch = await news.next(isolation: nil) else { return false }
    for item in batch {
      switch item {
      case .left(let attempt, let moment): left[attempt] = moment
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
