import Foundation
import Synchronization

/// A server that answers at once and records the requests in order.
final class LoggingServer: Sendable {
  private let rows = Mutex<[(body: String, content: String?, key: String)]>([])
  private let numbers = Atomic<Int>(0)
  private let stub = Mutex<StubServer?>(nil)

  init() {
    let server = StubServer { [weak self] request in
      guard let self else { return (503, "") }
      let content = "answer-\(numbers.add(1, ordering: .relaxed).newValue)"
      rows.withLock { $0.append((request.body, content, request.authorization)) }
      return (200, StubServer.completion(content))
    }
    stub.withLock { $0 = server }
  }

  func stop() {
    stub.withLock { $0?.stop() }
  }

  var baseURL: String { stub.withLock { $0?.baseURL ?? "" } }
  var count: Int { rows.withLock { $0.count } }

  func write(to path: String) throws {
    let rows = rows.withLock { $0 }
    var data = Data()
    for row in rows {
      var object: [String: Any] = ["body": row.body, "key": row.key]
      object["content"] = row.content ?? NSNull()
      data += try JSONSerialization.data(withJSONObject: object) + Data("\n".utf8)
    }
    try data.write(to: URL(fileURLWithPath: path))
  }
}
