/// What a hostile server does with a request, and how the run must react.
struct Evil: Sendable {
  enum Stage: Sendable { case beforeRequest, afterHead, afterRequest }
  enum End: Sendable { case close, reset, stall, drip, keep }
  /// What happens to the job when the run gives up.
  enum Fate: Sendable, Equatable {
    /// It fails for good, with this code.
    case failed(String)
    /// It fails for good, with this status.
    case status(Int)
    /// It is still to do, and the run ends with this exit status.
    case toDo(Int32)
    /// It succeeds: the answer is valid.
    case succeeded
  }

  let name: String
  let bytes: [UInt8]
  var endless: [UInt8] = []
  var stage = Stage.afterRequest
  var end = End.close
  let fate: Fate

  init(
    _ name: String, _ bytes: String, endless: String = "", stage: Stage = .afterRequest,
    end: End = .close, _ fate: Fate
  ) {
    self.name = name
    self.bytes = Array(bytes.utf8)
    self.endless = Array(endless.utf8)
    self.stage = stage
    self.end = end
    self.fate = fate
  }

  private static let good = StubServer.completion("evil")
  private static let ok = "HTTP/1.1 200 OK\r\n"
  private static let lost = Fate.failed("connection_failed")
  private static let broken = Fate.failed("invalid_response")
  private static let huge = Fate.failed("response_too_large")

  private static func answer(_ status: String, headers: String = "", _ body: String) -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
  }

  static let all = resets + lengths + chunks + floods + heads + bodies + statuses + redirects

  static let resets = [
    Evil("reset after accept", "", stage: .beforeRequest, end: .reset, lost),
    Evil("reset after the request's head", "", stage: .afterHead, end: .reset, lost),
    Evil("reset after the request", "", end: .reset, lost),
    Evil("reset in the status line", "HTTP/1.1 2", end: .reset, lost),
    Evil("reset in the headers", ok + "Content-Le", end: .reset, lost),
    Evil("reset in the body", ok + "Content-Length: 400\r\n\r\n{\"ch", end: .reset, lost),
    Evil("closed after accept", "", stage: .beforeRequest, lost),
    Evil("closed after the request", "", lost),
    Evil("closed in the status line", "HTTP/1.1 2", lost),
    Evil("closed in the headers", ok + "Content-Le", broken),
    Evil("answers before the request", answer("200 OK", good), stage: .beforeRequest, .succeeded),
    Evil(
      "answers after the request's head", answer("503 Busy", "{}"), stage: .afterHead, .status(503)),
    Evil("stalls after the request", "", end: .stall, .failed("timeout")),
    Evil("stalls in the headers", ok + "X: 1\r\n", end: .stall, .failed("timeout")),
    Evil(
      "stalls in the body", ok + "Content-Length: 400\r\n\r\n{", end: .stall, .failed("timeout")),
    Evil("drips", ok + "Content-Length: 40000\r\n\r\n", end: .drip, .failed("timeout")),
  ]

  static let lengths = [
    Evil("length too long", ok + "Content-Length: 4000\r\n\r\n\(good)", broken),
    Evil("length too short", ok + "Content-Length: 20\r\n\r\n\(good)", broken),
    Evil("length negative", ok + "Content-Length: -5\r\n\r\n\(good)", broken),
    Evil("length no number", ok + "Content-Length: abc\r\n\r\n\(good)", broken),
    Evil(
      "length beyond all", ok + "Content-Length: 99999999999999999999\r\n\r\n\(good)", .succeeded),
    Evil("length of a gigabyte", ok + "Content-Length: 1073741824\r\n\r\n\(good)", broken),
    Evil(
      "two lengths", ok + "Content-Length: 20\r\nContent-Length: \(good.utf8.count)\r\n\r\n\(good)",
      .succeeded),
    Evil("no length, closed early", ok + "\r\n{\"choices\":[", broken),
    Evil(
      "bytes behind the body", answer("200 OK", "{}") + answer("200 OK", good), end: .keep, broken),
  ]

  private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"
  static let chunks = [
    Evil("chunk size no number", chunked + "zz\r\n\(good)\r\n0\r\n\r\n", broken),
    Evil("chunk size negative", chunked + "-4\r\nhalf\r\n", broken),
    Evil("chunk size beyond all", chunked + "fffffffffffffffff\r\nhalf", broken),
    Evil("chunk without its end", chunked + "4\r\nhalfXX0\r\n\r\n", broken),
    Evil("chunks cut off", chunked + "4\r\nhalf\r\n", broken),
    Evil("chunk extension without end", chunked + "4;", endless: "aaaaaaaa", .failed("timeout")),
    Evil("trailers without end", chunked + "0\r\n", endless: "X: aaaaaaaa\r\n", huge),
  ]

  static let floods = [
    Evil("headers without end", ok, endless: "X: 1\r\n", huge),
    Evil("header line without end", ok + "X: ", endless: "aaaaaaaa", huge),
    Evil("status line without end", "HTTP/1.1 200 ", endless: "OKOKOKOK", huge),
    Evil("1xx without end", "", endless: "HTTP/1.1 100 Continue\r\n\r\n", huge),
    Evil("103 without end", "", endless: "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", huge),
    Evil("body without end", ok + "\r\n", endless: "{\"a\":[1,", huge),
    Evil(
      "chunks without end", chunked,
      endless: "1000\r\n" + String(repeating: "a", count: 4096) + "\r\n", huge),
    Evil("spaces without end", ok + "\r\n", endless: "        ", huge),
  ]

  static let heads = [
    Evil("no HTTP", "220 mail ready\r\n", broken),
    Evil("HTTP/0.9", good, broken),
    Evil("status line garbage", "HTTP/1.1 abc OK\r\n\r\n\(good)", broken),
    Evil("status of one digit", "HTTP/1.1 2 OK\r\nContent-Length: 2\r\n\r\n{}", broken),
    Evil("HTTP/9.9", "HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}", broken),
    Evil("NUL in a header", ok + "X: a\u{0}b\r\nContent-Length: 2\r\n\r\n{}", broken),
    Evil(
      "header of 100 kB",
      answer("200 OK", headers: "X: " + String(repeating: "a", count: 100_000) + "\r\n", good),
      huge),
    Evil("header without a colon", answer("200 OK", headers: "nonsense\r\n", "{}"), broken),
    Evil("101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", lost),
    Evil(
      "gzip that is none", answer("200 OK", headers: "Content-Encoding: gzip\r\n", "garbage"),
      broken),
    Evil(
      "br that nobody asked for", answer("200 OK", headers: "Content-Encoding: br\r\n", "garbage"),
      broken),
  ]

  static let bodies = [
    Evil(
      "HTML", answer("200 OK", headers: "Content-Type: text/html\r\n", "<html>hi</html>"),
      end: .keep, broken),
    Evil("empty 200", answer("200 OK", ""), end: .keep, broken),
    Evil("204", "HTTP/1.1 204 No Content\r\n\r\n", end: .keep, broken),
    Evil("no choices", answer("200 OK", #"{"choices":[]}"#), end: .keep, broken),
    Evil("null", answer("200 OK", "null"), end: .keep, broken),
    Evil(
      "nested a million deep", answer("200 OK", String(repeating: "[", count: 1_000_000)),
      end: .keep, broken),
    Evil(
      "absurd usage",
      answer(
        "200 OK",
        #"{"choices":[{}],"usage":{"prompt_tokens":9000000000000000000,"completion_tokens":9e18}}"#),
      end: .keep, .succeeded),
    Evil(
      "negative usage",
      answer(
        "200 OK", #"{"choices":[{}],"usage":{"prompt_tokens":-7,"completion_tokens":-1e300}}"#),
      end: .keep, .succeeded),
    Evil(
      "absurd balance",
      answer(
        "200 OK", #"{"choices":[{}],"_remaining_credits":-1e308,"_balance_warning":{"message":7}}"#),
      end: .keep, .succeeded),
    Evil(
      "line breaks in the answer", answer("200 OK", "{\r\n\"choices\":\n[{}]\r}\n"), end: .keep,
      .succeeded),
  ]

  static let statuses = [
    Evil("400", answer("400 Bad", "{}"), end: .keep, .status(400)),
    Evil("413", answer("413 Large", "<html>"), end: .keep, .status(413)),
    Evil("500", answer("500 Oops", "oops"), end: .keep, .status(500)),
    Evil("599", answer("599 Odd", ""), end: .keep, .status(599)),
    Evil("600", answer("600 Odd", good), end: .keep, .status(600)),
    Evil("999", answer("999 Odd", good), end: .keep, .status(999)),
    Evil(
      "503 with two Retry-Afters",
      answer("503 Busy", headers: "Retry-After: 0\r\nRetry-After: 1\r\n", "{}"), end: .keep,
      .toDo(6)),
    Evil(
      "503 with Retry-After garbage", answer("503 Busy", headers: "Retry-After: -1e9\r\n", "{}"),
      end: .keep, .status(503)),
    Evil(
      "503 with Retry-After in the past",
      answer("503 Busy", headers: "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", "{}"),
      end: .keep, .status(503)),
    Evil(
      "429 with an absurd Retry-After",
      answer("429 Slow", headers: "Retry-After: 99999999999\r\n", "{}"), end: .keep, .toDo(6)),
    Evil(
      "429 with a limit of 0",
      answer("429 Slow", headers: "X-RateLimit-Limit: 0\r\nX-RateLimit-Remaining: 0\r\n", "{}"),
      end: .keep, .toDo(6)),
  ]

  static let redirects =
    ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"].flatMap {
      status in
      [
        "http://127.0.0.1:PORT/x", "file:///etc/passwd", "http://localhost:PORT/x",
        "//u:p@127.0.0.1:PORT/",
      ]
      .map { target in
        Evil(
          "\(status.prefix(3)) to \(target)",
          answer(status, headers: "Location: \(target)\r\n", ""), end: .keep,
          .status(Int(status.prefix(3)) ?? 0))
      }
    }

  /// A copy with the port in place of `PORT`.
  func aimed(at port: Int) -> Evil {
    Evil(
      name, String(decoding: bytes, as: UTF8.self).replacing("PORT", with: "\(port)"),
      endless: String(decoding: endless, as: UTF8.self), stage: stage, end: end, fate)
  }
}
