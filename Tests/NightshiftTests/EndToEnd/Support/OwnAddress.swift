import Foundation

/// An address of this machine that is not its loopback, for servers that stand for another machine.
enum OwnAddress {
  /// An IPv4 address; `nil`: this machine has no network.
  static let ipv4: String? = {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    for entry in sequence(first: list, next: { $0?.pointee.ifa_next }) {
      guard let address = entry?.pointee.ifa_addr, address.pointee.sa_family == AF_INET else {
        continue
      }
      let number = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        UInt32(bigEndian: $0.pointee.sin_addr.s_addr)
      }
      let bytes = [24, 16, 8, 0].map { number >> UInt32($0) & 0xFF }
      if bytes[0] != 127 { return bytes.map(String.init).joined(separator: ".") }
    }
    return nil
  }()
}
