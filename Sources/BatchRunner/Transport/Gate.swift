import Basics
import Synchronization

/// The last check before the first byte of a request leaves.
///
/// A request gets its permit some time before it leaves: it may still have to connect. If meanwhile
/// a reply says that the key is refused or the balance is empty, the request must not leave any
/// more. So the transport asks this gate in a C callback at the last instant. The gate is made of
/// atomics, because the callback must not wait.
///
/// The gate is closed while it is held at least once:
/// - The transport holds it from the moment at which a suspicious reply comes. The run releases
///   this hold when it has judged the reply.
/// - The run holds it while its state allows only probes or no requests.
///
/// A probe passes a gate that is held. Once the run has halted, the gate is shut for good, and no
/// probe passes either.
package final class Gate: Sendable {
  /// How often the gate is held now.
  private let holds = Atomic<Int>(0)
  private let isShut = Atomic<Bool>(false)

  package init() {}

  /// Requests that are no probes may leave.
  package var isOpen: Bool {
    holds.load(ordering: .acquiring) == 0
  }

  /// Whether an attempt may leave now.
  package func allowsSending(isProbe: Bool) -> Bool {
    isProbe ? !isShut.load(ordering: .acquiring) : isOpen
  }

  /// Lets nothing leave any more. The holds stay as they are; the run adds one of its own.
  package func shut() {
    isShut.store(true, ordering: .releasing)
  }

  package func hold() {
    holds.add(1, ordering: .acquiringAndReleasing)
  }

  /// Ends one hold. Traps if there is none.
  package func release() {
    let (before, _) = holds.subtract(1, ordering: .acquiringAndReleasing)
    precondition(before > 0, "the gate was released more often than it was held")
  }

  /// Whether a transport must hold the gate as soon as it has read this status line: the key was
  /// refused (401) or the balance is empty (402).
  package static func holdsAtStatusLine(_ status: Int) -> Bool {
    status == 401 || status == 402
  }

  /// Whether a transport must hold the gate once it has read the whole response, because the body
  /// may say that the balance is empty.
  package static func holdsAtEnd(_ status: Int) -> Bool {
    (400...499).contains(status)
  }

  /// The same for a whole response: the error of any other status can say so too.
  package static func holdsAtEnd(_ response: Response) -> Bool {
    holdsAtEnd(response.status) || hasErrorMember(response.body)
  }

  /// Whether a body may have an `error` that is not `null`. A text that a model wrote has its quotes
  /// escaped, so it does not look like one.
  private static func hasErrorMember(_ body: [UInt8]) -> Bool {
    guard body.count <= largestError else { return false }
    let name: StaticString = "\"error\""
    let length = name.utf8CodeUnitCount
    return body.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return false }
      var at = 0
      // With the C library's search, since every answer is searched.
      while at + length <= bytes.count,
        let found = memchr(start + at, Int32(UInt8(ascii: "\"")), bytes.count - at)
      {
        let begin = UnsafeRawPointer(found) - start
        at = begin + 1
        guard begin + length <= bytes.count, memcmp(found, name.utf8Start, length) == 0 else {
          continue
        }
        let value = bytes[(begin + length)...].first { $0 > 0x20 && $0 != UInt8(ascii: ":") }
        let isEscaped = begin > 0 && bytes[begin - 1] == UInt8(ascii: "\\")
        if !isEscaped, value != UInt8(ascii: "n") { return true }
      }
      return false
    }
  }

  /// The bodies of errors are small; larger ones are not searched, in bytes.
  private static let largestError = 64 << 10
}
