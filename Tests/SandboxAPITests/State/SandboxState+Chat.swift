import BatchRunner
import SandboxAPI

/// A chat body that is in order.
let chatBody = #"{"model":"sandbox/small","messages":[{"role":"user","content":"Hi"}]}"#

func moment(_ seconds: Double) -> Moment {
  Moment(nanoseconds: Int64(seconds * 1e9))
}

extension SandboxState {
  /// One chat request at so many seconds; it is still under way afterwards.
  mutating func chat(
    _ body: String = chatBody, key: String? = nil, at seconds: Double = 0
  ) -> SandboxAnswer {
    receive(.chat(body, key: key), at: moment(seconds), wall: 1_700_000_000 + Int(seconds))
  }
}

extension SandboxAnswer {
  var text: String { String(decoding: body, as: UTF8.self) }
}
