import Basics
import BatchRunner
import CLibcurl

/// An easy handle and all that libcurl points to while it works, used for one command after another.
final class Transfer {
  let easy: UnsafeMutableRawPointer
  let desk: TransferContext
  let configuration: CurlTransport.Configuration
  /// libcurl calls the guard before each sending; without it nothing is known of that instant.
  var isGuarded = true
  var reader = ResponseReader()
  /// When the first byte was about to leave.
  var leftAt: MonotonicInstant?
  /// Why the guard stopped the command, if it did.
  var stopped: Stop?
  var holdsGate = false
  private(set) var command: TransportCommand?
  private(set) var headers: RequestHeaders?

  enum Stop { case held, cancelled, sentAlready }

  /// Of CURL_ERROR_SIZE bytes; libcurl writes its message here.
  let message: UnsafeMutableBufferPointer<CChar>
  /// The request body: libcurl reads it from here during the transfer.
  private var outgoing = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 4096)
  private var isSetForAttempts = false

  /// `nil` when libcurl turns down a setting that safety depends on.
  init?(desk: TransferContext, configuration: CurlTransport.Configuration) {
    guard let easy = libcurl_easy_init() else { return nil }
    self.easy = easy
    self.desk = desk
    self.configuration = configuration
    message = .allocate(capacity: CURL_ERROR_SIZE)
    message.initialize(repeating: 0)
    guard setFixedOptions() else { return nil }
  }

  deinit {
    libcurl_easy_cleanup(easy)
    message.deallocate()
    outgoing.deallocate()
  }

  var isProbe: Bool {
    if case .attempt(let request) = command { request.isProbe } else { false }
  }

  /// Inquiries are beside the jobs and outside the gate.
  var isGet: Bool {
    if case .get = command { true } else { false }
  }

  /// Sets what is different from one command to the next.
  func prepare(_ command: TransportCommand, with headers: RequestHeaders) {
    self.command = command
    if self.headers !== headers {
      libcurl_set_list(easy, CURLOPT_HTTPHEADER, headers.list)
      self.headers = headers
    }
    leftAt = nil
    stopped = nil
    holdsGate = false
    message[0] = 0
    switch command {
    case .attempt(let request): prepare(request)
    case .get(let get): prepare(get)
    }
  }

  /// Forgets the command; the headers stay, since the handle still points to them.
  func finish() {
    command = nil
    if outgoing.count > Transfer.largestKeptBuffer { replaceBuffer(capacity: 4096) }
  }

  private func prepare(_ request: Request) {
    if !isSetForAttempts {
      libcurl_set_long(easy, CURLOPT_POST, 1)
      libcurl_set_text(easy, CURLOPT_URL, configuration.endpoint.chatURL)
      libcurl_set_long(easy, CURLOPT_TIMEOUT_MS, configuration.timeoutMilliseconds)
      isSetForAttempts = true
    }
    let size = request.body.count
    if outgoing.count < size { replaceBuffer(capacity: size) }
    _ = outgoing.update(fromContentsOf: request.body)
    libcurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(size))
    libcurl_set_pointer(easy, CURLOPT_POSTFIELDS, outgoing.baseAddress)
  }

  private func prepare(_ get: GetCommand) {
    isSetForAttempts = false
    libcurl_set_long(easy, CURLOPT_HTTPGET, 1)
    libcurl_set_text(easy, CURLOPT_URL, get.url)
    let longest = Transfer.longestInquiryMilliseconds
    libcurl_set_long(easy, CURLOPT_TIMEOUT_MS, min(configuration.timeoutMilliseconds, longest))
  }

  private func replaceBuffer(capacity: Int) {
    outgoing.deallocate()
    outgoing = .allocate(capacity: capacity)
    outgoing.initialize(repeating: 0)
  }

  private static let largestKeptBuffer = 256 << 10
  private static let longestInquiryMilliseconds = 60_000
}
