// Whether the key is refused.
extension Refusal {
  /// Codes that name the key, at 400 and 403 too.
  private static let keyLabels: Set<String> = [
    "invalid_api_key", "api_key_invalid", "incorrect_api_key", "invalidapikey", "api_key_expired",
    "expired_api_key", "api_key_missing", "missing_api_key", "missing_authorization",
    "invalid_authentication", "invalid_authentication_error", "unauthenticated",
    "authentication_error", "api_key_revoked", "api_key_disabled", "api_key_service_blocked",
    "api_key_ip_address_blocked", "api_key_http_referrer_blocked", "access_token_expired",
  ]
  private static let keySentences: [WordPattern] = [
    "incorrect|invalid|expired|revoked|missing|unrecognized|disabled|wrong api key",
    "incorrect|invalid|expired|revoked|missing|unrecognized|disabled|wrong apikey",
    "api key|keys is|was|has|not .. invalid|incorrect|expired|revoked|disabled|deleted|valid",
    "api key|keys invalid|incorrect|expired|revoked|disabled|required|missing",
    "api key not valid|found|recognized", "no api key",
  ]
  /// The key works, but not for what this job asks.
  private static let onlyHere: [WordPattern] = [
    "not valid|allowed|authorized|permitted for|to", "access .. model*|deployment*",
  ]

  /// The refusal names the key: by a code or a sentence at 400, 401 and 403.
  var keyIsNamed: Bool {
    guard let status, [400, 401, 403].contains(status), !isForThisModel else { return false }
    if has(anyOf: Self.keyLabels), !isOutOfBalance { return true }
    return !isAboutContent && wording.has(Self.keySentences) && !wording.has(Self.onlyHere)
  }

  /// The status alone says that the key is refused.
  var isKeyRefused: Bool { status == 401 && !isForThisModel }

  /// LiteLLM answers 401 if a key that works may not use one model.
  private var isForThisModel: Bool {
    labels.contains { $0.hasSuffix("model_access_denied") }
  }
}
