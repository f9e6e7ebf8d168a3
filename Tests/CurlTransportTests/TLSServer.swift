import Foundation

/// `openssl s_server` with a certificate made on the spot; what it decrypts goes to a file.
final class TLSServer {
  let port: Int
  let certificate: String
  private let directory: URL
  private let process = Process()

  static let isPossible = (try? Tool.run("openssl", ["version"])) != nil

  /// The certificate is for this name alone, such as `IP:127.0.0.1` or `DNS:other.example`.
  /// `validity`: its first and last moment as `YYMMDDHHMMSSZ`; `nil`: from now on.
  init(for name: String, validity: (from: String, to: String)? = nil) throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    certificate = directory.appendingPathComponent("cert.pem").path
    let request = [
      "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test", "-addext",
      "subjectAltName=\(name)", "-keyout", "key.pem",
    ]
    if let validity {
      try Tool.run("openssl", request + ["-new", "-out", "request.pem"], in: directory.path)
      try Self.sign(in: directory, from: validity.from, to: validity.to)
    } else {
      try Tool.run(
        "openssl", request + ["-x509", "-days", "2", "-out", "cert.pem"], in: directory.path)
    }
    // A port that was free a moment ago.
    let probe = RawServer { _, _ in }
    port = probe.port
    probe.stop()
    try start()
  }

  deinit {
    // It inherits the signal mask of a test's thread, which may block SIGTERM.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }

  /// `openssl req` makes no certificate of another time; `openssl ca` does.
  private static func sign(in directory: URL, from: String, to: String) throws {
    let rules =
      "[ca]\ndefault_ca = c\n[c]\nnew_certs_dir = .\ndatabase = index\nserial = serial\npolicy = p\n"
      + "default_md = sha256\ncopy_extensions = copy\n[p]\ncommonName = supplied\n"
    try Data(rules.utf8).write(to: directory.appendingPathComponent("rules"))
    try Data().write(to: directory.appendingPathComponent("index"))
    try Data("01\n".utf8).write(to: directory.appendingPathComponent("serial"))
    try Tool.run(
      "openssl",
      [
        "ca", "-batch", "-config", "rules", "-selfsign", "-keyfile", "key.pem", "-in",
        "request.pem", "-out", "cert.pem", "-notext", "-startdate", from,
        "-enddate", to,
      ], in: directory.path)
  }

  var base: String { "https://127.0.0.1:\(port)/v1" }

  /// What came through, whether asked for or not.
  var output: String {
    let bytes = FileManager.default.contents(atPath: directory.path + "/output") ?? Data()
    return String(decoding: bytes, as: UTF8.self)
  }

  private func start() throws {
    let path = directory.appendingPathComponent("output").path
    guard FileManager.default.createFile(atPath: path, contents: nil) else { throw Tool.Failed() }
    let file = FileHandle(forWritingAtPath: path)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl", "s_server"]
    process.arguments? += ["-accept", "\(port)", "-key", "key.pem", "-cert", "cert.pem"]
    process.currentDirectoryURL = directory
    process.standardInput = Pipe()
    process.standardOutput = file
    process.standardError = file
    try process.run()
    while !output.contains("ACCEPT") { sched_yield() }
  }

  /// Sends these bytes to whoever is connected.
  func answer(_ text: String) {
    (process.standardInput as? Pipe)?.fileHandleForWriting.write(Data(text.utf8))
  }
}
