import Basics

/// The address of the API, checked.
package struct Endpoint: Sendable, Equatable {
  /// `https://host[:port]` in lower case, without the default port.
  package let origin: String
  /// The origin and the path, without a slash at the end, such as `https://api.example/v1`.
  package let baseURL: String
  /// The host is this machine, so plain `http` is allowed and no key is needed.
  package let isLoopback: Bool
  package let isEncrypted: Bool

  /// Plain `http` to another machine: everybody on the way can read and change what is sent. Only
  /// `--insecure-http` allows it.
  package var isInsecure: Bool { !isEncrypted && !isLoopback }

  package static let standardOrigin = "https://api.skillboss.co"
  package static let standard = standardOrigin + "/v1"

  /// Checks a base URL that a user typed. `allowsInsecureHTTP`: the user gave `--insecure-http`.
  package init(_ text: String, allowsInsecureHTTP: Bool = false) throws(EndpointError) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      let host = parts.host?.lowercased(), !host.isEmpty
    else { throw .malformed(text) }
    guard scheme == "https" || scheme == "http" else { throw .unknownScheme(text) }
    guard parts.user == nil, parts.password == nil else { throw .holdsCredentials }
    guard parts.query == nil, parts.fragment == nil else { throw .hasQuery(text) }
    let loopback =
      host == "localhost" || host == "[::1]" || host == "::1" || Endpoint.isLoopbackIPv4(host)
    guard scheme == "https" || loopback || allowsInsecureHTTP else { throw .notEncrypted(text) }
    let defaultPort = scheme == "https" ? 443 : 80
    let bracketed = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    let port = parts.port.flatMap { $0 == defaultPort ? nil : ":\($0)" } ?? ""
    origin = "\(scheme)://\(bracketed)\(port)"
    var path = parts.percentEncodedPath
    while path.hasSuffix("/") { path.removeLast() }
    baseURL = origin + path
    isLoopback = loopback
    isEncrypted = scheme == "https"
  }

  package var chatURL: String { baseURL + "/chat/completions" }

  private static func isLoopbackIPv4(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

/// Why a base URL cannot be used. The cases hold the text that the user typed, except where it can
/// contain a password.
package enum EndpointError: Error, Equatable {
  case malformed(String)
  case unknownScheme(String)
  case notEncrypted(String)
  case holdsCredentials
  case hasQuery(String)
}

extension EndpointError: UserFacing {
  package var problem: String {
    switch self {
    case .malformed(let text): "'\(text)' is not a base URL."
    case .unknownScheme(let text): "'\(text)' does not begin with https://."
    case .notEncrypted(let text):
      "'\(text)' is not encrypted, so everybody on the way could read prompts and answers."
    case .holdsCredentials: "The base URL contains a user name or a password."
    case .hasQuery(let text): "'\(text)' has a query or a fragment; a base URL ends with its path."
    }
  }

  package var remedy: String? {
    switch self {
    case .notEncrypted:
      "Use https://. If you trust the network, add --insecure-http: then no key is sent, unless "
        + "--key-file names one."
    case .holdsCredentials: "Leave them out: the key comes from SKILLBOSS_KEY or --key-file."
    default: "Use a URL such as \(Endpoint.standard)."
    }
  }
}
