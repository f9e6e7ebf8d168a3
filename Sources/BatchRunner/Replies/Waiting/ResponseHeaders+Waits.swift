extension ResponseHeaders {
  /// The headers that say how long to wait after a refusal, the one that goes first at the beginning.
  var retryAfterHints: [WaitHint] {
    [
      retryAfterMilliseconds.map { WaitHint($0, .milliseconds) }, retryAfter.map { WaitHint($0) },
      upstreamRetryAfter.map { WaitHint($0) },
    ].compactMap { $0 }
  }
}
