/// The right to make one request: one place among the requests in flight, and one start in the rate
/// window.
///
/// The start is used up once it is confirmed. The place is free again once the permit is returned.
package struct Permit: Hashable, Sendable {
  /// From 1, in the order in which a ``LimiterState`` handed them out.
  let number: UInt64
}
