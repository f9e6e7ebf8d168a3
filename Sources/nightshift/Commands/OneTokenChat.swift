import BatchRunner

/// The smallest chat request there is.
struct OneTokenChat {
  let model: String

  var body: [UInt8] {
    Array(
      """
      {"model":\(quoted),"messages":[{"role":"user","content":"Say ok."}],"max_tokens":1}
      """.utf8)
  }

  private var quoted: String {
    var bytes: [UInt8] = []
    JSONString.append(model, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
