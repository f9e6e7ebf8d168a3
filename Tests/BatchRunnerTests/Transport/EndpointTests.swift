import BatchRunner
import Testing

@Suite struct EndpointTests {
  @Test(arguments: [
    ("https://a.example/v1", false, true), ("http://127.0.0.1:8787/v1", true, false),
    ("http://127.9.8.7", true, false), ("http://LocalHost:1", true, false),
    ("http://[::1]:9/v1", true, false), ("https://127.0.0.1", true, true),
  ])
  func `http to this machine and https to any need no option`(
    url: String, isLoopback: Bool, isEncrypted: Bool
  ) throws {
    for allows in [false, true] {
      let endpoint = try Endpoint(url, allowsInsecureHTTP: allows)
      #expect(endpoint.isLoopback == isLoopback && endpoint.isEncrypted == isEncrypted)
      #expect(!endpoint.isInsecure)
    }
  }

  @Test(arguments: [
    "http://a.example/v1", "HTTP://10.0.0.7:8000", "http://[fd00::2]:8000/v1", "http://0.0.0.0:1",
    "http://127.0.0.1.example", "http://localhost.example", "http://1270.0.0.1", "http://gpu",
  ])
  func `http to any other host needs the option`(url: String) throws {
    #expect(throws: EndpointError.notEncrypted(url)) { try Endpoint(url) }
    #expect(try Endpoint(url, allowsInsecureHTTP: true).isInsecure)
  }

  @Test(arguments: ["ftp://a.example", "file:///etc/passwd", "a.example", "ws://a.example"])
  func `the option allows no other scheme`(url: String) {
    #expect(throws: EndpointError.self) { try Endpoint(url, allowsInsecureHTTP: true) }
  }
}
