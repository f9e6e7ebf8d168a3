import Basics

/// The JSON body of an error in OpenAI's format.
struct ErrorBody {
  let bytes: [UInt8]

  /// The texts are written without escaping, so they must not contain quotes or backslashes. `code`
  /// `nil` becomes `null`.
  init(_ message: StaticString, type: StaticString, code: StaticString?) {
    var bytes: [UInt8] = []
    bytes.append(text: #"{"error":{"message":""#)
    bytes.append(text: message)
    bytes.append(text: #"","type":""#)
    bytes.append(text: type)
    bytes.append(text: #"","param":null,"code":"#)
    if let code {
      bytes.append(UInt8(ascii: "\""))
      bytes.append(text: code)
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes.append(text: "null")
    }
    bytes.append(text: "}}")
    self.bytes = bytes
  }

  static let missingKey = ErrorBody(
    "Missing Authorization header", type: "invalid_request_error", code: "missing_authorization")
  static let wrongKey = ErrorBody(
    "Invalid API key", type: "invalid_request_error", code: "invalid_api_key")
  static let rateLimited = ErrorBody(
    "Rate limit exceeded", type: "rate_limit_error", code: "rate_limit_exceeded")
  static let tooManyAtOnce = ErrorBody(
    "Too many concurrent requests", type: "rate_limit_error", code: "concurrency_limit_exceeded")
  static let serverError = ErrorBody(
    "The server had an error while processing your request", type: "server_error", code: nil)
  static let unavailable = ErrorBody(
    "The upstream provider is down", type: "server_error", code: "upstream_unavailable")
  static let unknownPath = ErrorBody(
    "Unknown request URL", type: "invalid_request_error", code: "unknown_url")
  static let wrongMethod = ErrorBody(
    "This method is not allowed for this URL", type: "invalid_request_error",
    code: "method_not_allowed")
  static let tooLarge = ErrorBody(
    "The request body is too large", type: "invalid_request_error", code: "request_too_large")
  static let wrongContentType = ErrorBody(
    "The Content-Type must be application/json", type: "invalid_request_error",
    code: "unsupported_media_type")
  static let malformedHTTP = ErrorBody(
    "This is not an HTTP/1.1 request", type: "invalid_request_error", code: "malformed_http")
  static let headersTooLarge = ErrorBody(
    "The request headers are too large", type: "invalid_request_error", code: "headers_too_large")
  static let invalidJSON = ErrorBody(
    "The request body is not valid JSON", type: "invalid_request_error", code: "invalid_json")
  static let badParameter = ErrorBody(
    "A parameter is missing or has an invalid value", type: "invalid_request_error",
    code: "bad_parameter")
}
