/// What goes wrong with a request that was in order.
enum Fault: CaseIterable {
  /// 429 although the limits are kept.
  case tooMany
  /// 500.
  case serverError
  /// 503.
  case unavailable
  /// 502 with a web page for a body.
  case html502
  /// The connection ends without a byte of the answer, which was carried out and charged.
  case dropBefore
  /// The connection ends halfway through the answer's body.
  case dropMiddle
  /// 200 whose body is whole to HTTP, but only the first half of the JSON.
  case truncatedJSON
  /// 200 without a body.
  case emptyOK
  /// 200 whose body is an error; neither carried out nor charged.
  case errorInOK
  /// 200 whose body has no `choices`.
  case noChoices
}
