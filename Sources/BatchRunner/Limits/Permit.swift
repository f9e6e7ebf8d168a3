/// Leave to make one request: a place among the requests in flight, and a start in the rate window.
/// The start is used up once it is confirmed, the place is free again once the permit is returned.
package struct Permit: Hashable, Sendable {
  let number: UInt64
}
