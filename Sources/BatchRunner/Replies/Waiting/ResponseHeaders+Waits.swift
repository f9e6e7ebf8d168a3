extension ResponseHeaders {
  /// The headers that say how long to wait after a refusal, the one that goes first at the beginning.
  var retryAfterHints: [WaitHint] {
    [
      others.retryAfterMilliseconds.map { WaitHint($0, .milliseconds) },
      retryAfter.map { WaitHint($0) }, others.upstreamRetryAfter.map { WaitHint($0) },
    ].compactMap { $0 }
  }
}
