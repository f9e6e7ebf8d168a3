// Whether another attempt may help, and whether this one may have been charged.
extension Refusal {
  /// The upstream or the proxy gave up waiting: the request may be worked on, and charged, all the
  /// same.
  private static let perhapsCharged: Set<Int> = [408, 502, 504, 524]

  /// Challenges of Cloudflare and others, which no API sends itself.
  private static let challenges = [
    "just a moment", "attention required", "checking your browser", "cf-chl", "challenge-platform",
    "cf-error", "captcha", "ddos", "_incapsula_", "sucuri",
  ]
  /// LiteLLM: the deployments of a model rest after failures, and come back by themselves.
  private static let passing: [WordPattern] = ["no healthy deployment*"]

  /// `nil`: another attempt would not help.
  var trouble: Diagnosis.Trouble? {
    guard let status else { return nil }
    if Self.perhapsCharged.contains(status) { return .ambiguous }
    if Diagnosis.isRetried(status) { return .refused }
    if status == 403, isChallenge { return .refused }
    if status == 400, wording.has(Self.passing), !isAboutContent { return .refused }
    return nil
  }

  /// A proxy's page, not the service's answer.
  private var isChallenge: Bool {
    if response.headers.others.mitigated != nil { return true }
    let page = String(decoding: response.body.prefix(16_384), as: UTF8.self).lowercased()
    guard page.drop(while: \.isWhitespace).hasPrefix("<") else { return false }
    return Self.challenges.contains(where: page.contains)
  }
}
