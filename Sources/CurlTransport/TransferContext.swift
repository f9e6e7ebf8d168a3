import Basics
import BatchRunner

/// The state that all transfers of one transport share while libcurl calls back.
///
/// Only the transport's thread uses it, so it needs no lock.
final class TransferContext {
  let gate: Gate
  /// Events that were not yet published, oldest first.
  var news: [TransportNews] = []
  /// Everything in flight is being cancelled, so no request may start to send.
  var isCancelling = false
  /// In this call of `curl_multi_perform`, bytes of a 4xx response arrived.
  ///
  /// libcurl may already hold a whole response that says that the balance is empty, but reports it
  /// only after the call. The gate closes then. Until then, this flag holds new starts.
  var sawSuspiciousBytes = false

  /// Knows the gaps in which the program stood still; they count for no deadline.
  var time = RunningTime(at: BootClock.now)
  /// No deadline of a command passes before this, by the clock of ``time``; `nil`: there is none.
  var nextDeadline: MonotonicInstant?

  /// The encodings to ask for, for `CURLOPT_ACCEPT_ENCODING`; empty: all that libcurl can decode.
  var acceptedEncoding = ""

  init(gate: Gate) {
    self.gate = gate
  }

  /// Now, by the clock of ``time``.
  var runningNow: MonotonicInstant { time.running(at: BootClock.now) }

  /// There is a deadline at this time, by the clock of ``time``.
  func expect(_ deadline: MonotonicInstant) {
    nextDeadline = min(nextDeadline ?? deadline, deadline)
  }

  /// Whether an attempt may send its first byte now. A probe ignores ``sawSuspiciousBytes``.
  func allowsStart(isProbe: Bool) -> Bool {
    gate.allowsSending(isProbe: isProbe) && (isProbe || !sawSuspiciousBytes)
  }
}
