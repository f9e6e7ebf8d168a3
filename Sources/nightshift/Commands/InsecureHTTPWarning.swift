import Basics
import BatchRunner

/// What the user must know before anything is sent over plain `http` to another machine.
struct InsecureHTTPWarning {
  let sentence: String
  let remedy: String

  /// `nil` if nobody on the way can read what is sent to `endpoint`.
  init?(_ endpoint: Endpoint, sendsKey: Bool) {
    guard endpoint.isInsecure else { return nil }
    let origin = "\(Printable(endpoint.origin))"
    if sendsKey {
      sentence =
        "\(origin) is not encrypted: everybody on the way can read prompts and answers, and the "
        + "key from --key-file."
      remedy =
        "Use https:// where the server has it. Anyone who has the key can spend your credits."
    } else {
      sentence =
        "\(origin) is not encrypted: everybody on the way can read prompts and answers. No key is "
        + "sent."
      remedy =
        "Use https:// where the server has it. To send a key anyway, name it with --key-file."
    }
  }
}
