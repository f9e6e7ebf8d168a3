import Basics
import BatchRunner
import CLibcurl
import Foundation
import Synchronization
import Testing

@testable import CurlTransport

@Suite(.timeLimit(.minutes(5))) struct DeadlineTests {
  private static let start = MonotonicInstant(nanoseconds: 0)
  private static func at(_ seconds: Double) -> MonotonicInstant { start + .seconds(seconds) }

  /// In seconds: the limit, when it is judged, whether the first byte has left, when the stream was
  /// heard last.
  static let cases: [(Double, Double, Bool, Double?, Transfer.StopReason?)] = [
    (600, 14.9, false, nil, nil), (600, 15, false, nil, .notConnected(.seconds(15))),
    (600, 15, true, nil, nil), (600, 599, true, nil, nil),
    (600, 600, true, nil, .late(.seconds(600))), (5, 5, false, nil, .notConnected(.seconds(5))),
    (600, 40, true, 31, nil), (600, 41, true, 31, .silent(.seconds(10))),
    (600, 600, true, 599, .late(.seconds(600))),
  ]

  @Test(arguments: cases)
  func `a command ends at its own limit, without a connection, or when its stream is silent`(
    limit: Double, now: Double, hasLeft: Bool, heard: Double?, reason: Transfer.StopReason?
  ) {
    let deadline = TransferDeadline(
      start: Self.start, limit: .seconds(limit), judgesConnecting: true)
    let heardAt = heard.map(Self.at)
    #expect(
      deadline.reason(
        at: Self.at(now), hasLeft: hasLeft, heardAt: heardAt, silence: .seconds(10)) == reason)
    let next = deadline.next(hasLeft: hasLeft, heardAt: heardAt, silence: .seconds(10))
    #expect((next <= Self.at(now)) == (reason != nil))
  }

  @Test func `without the guard nobody knows when there was a connection`() {
    let deadline = TransferDeadline(
      start: Self.start, limit: .seconds(600), judgesConnecting: false)
    #expect(
      deadline.reason(at: Self.at(20), hasLeft: false, heardAt: nil, silence: nil) == nil)
  }

  /// A transport whose thread stands still for some time, as if somebody had stopped the program:
  /// the end of a GET keeps it.
  private final class StoppedThread: Sendable {
    let box = CommandBox()
    let replies: AsyncStream<[TransportNews]>

    init(_ base: String, timeout: Duration) throws {
      CurlTransport.requireLibrary()
      var configuration = CurlTransport.Configuration(
        endpoint: try Endpoint(base), timeout: timeout, concurrency: 4, userAgent: "test")
      configuration.idleTimeout = timeout
      let (stream, continuation) = AsyncStream.makeStream(of: [TransportNews].self)
      replies = stream
      let code = SystemThread.start("test transport") { [box, configuration] in
        TransportThread(
          configuration, keys: KeyRing(nil), gate: Gate(), commandBox: box, news: continuation
        ).run()
      }
      #expect(code == 0)
    }

    func send(_ number: UInt64, _ body: String = "{}") {
      box.add([.attempt(Request(attempt: AttemptID(number), body: Array(body.utf8)))])
    }

    /// Stops the thread for so long, and calls `meanwhile` when it stands still.
    func stop(_ base: String, for length: Duration, meanwhile: @escaping @Sendable () -> Void) {
      box.add([
        .get(
          GetCommand(url: base + "/models") { _ in
            meanwhile()
            usleep(UInt32(length / .microseconds(1)))
          })
      ])
    }

    /// The end of the first attempt.
    func reply() async -> Reply? {
      defer { box.close() }
      for await news in replies {
        for case .ended(let reply) in news { return reply }
      }
      return nil
    }
  }

  private static let head = "HTTP/1.1 200 OK\r\nContent-Length: "

  /// As much as a socket certainly holds.
  private static let answer =
    #"{"choices":["# + String(repeating: " ", count: 60_000) + "]}"

  /// Answers a GET at once, and anything else when the signal comes.
  private func server(_ answers: DispatchSemaphore) -> RawServer {
    RawServer { connection, arrival in
      if arrival.head.hasPrefix("GET") {
        connection.write(Self.head + "2\r\n\r\n{}")
      } else {
        answers.wait()
        connection.write(Self.head + "\(Self.answer.utf8.count)\r\n\r\n" + Self.answer)
      }
    }
  }

  /// Less than a second: too short to be a gap.
  @Test func `an answer that has arrived by the time of its deadline is read`() async throws {
    let answers = DispatchSemaphore(value: 0)
    let server = server(answers)
    defer { server.stop() }
    let thread = try StoppedThread(server.base, timeout: .milliseconds(400))
    thread.send(1)
    while server.arrivals.isEmpty { usleep(1000) }
    thread.stop(server.base, for: .milliseconds(900)) { answers.signal() }
    let reply = await thread.reply()
    #expect(reply?.response?.body.count == Self.answer.utf8.count, "\(reply?.error?.message ?? "")")
  }

  @Test func `time in which the thread stands still brings no deadline nearer`() async throws {
    let answers = DispatchSemaphore(value: 0)
    let server = server(answers)
    defer { server.stop() }
    let thread = try StoppedThread(server.base, timeout: .seconds(2))
    thread.send(1)
    while server.arrivals.isEmpty { usleep(1000) }
    thread.stop(server.base, for: .seconds(5)) {
      // It answers when the thread has gone on for a moment.
      Thread {
        usleep(5_300_000)
        answers.signal()
      }.start()
    }
    let reply = await thread.reply()
    #expect(reply?.response?.body.count == Self.answer.utf8.count, "\(reply?.error?.message ?? "")")
  }

  @Test func `an attempt can have less time than the others`() async throws {
    let server = RawServer { connection, _ in connection.waitForEnd() }
    defer { server.stop() }
    let client = try Client(server.base)
    let request = Request(
      attempt: AttemptID(1), body: Array("{}".utf8), limit: .milliseconds(100))
    let reply = await client.run(request)
    #expect(reply.error?.kind == .timeout && reply.leftAt != nil)
    #expect(
      reply.error?.message == "127.0.0.1:\(server.port): no complete answer within 0.1 s")
  }
}
