import Foundation

/// `openssl s_server` with a certificate made on the spot; what it decrypts goes to a file.
final class TLSServer {
  let port: Int
  let certificate: String
  private let directory: URL
  private let process = Process()

  static let isPossible = (try? Tool.run("openssl", ["version"])) != nil

  /// The certificate is for this name alone, such as `IP:127.0.0.1` or `DNS:other.example`.
  init(for name: String) throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    certificate = directory.appendingPathComponent("cert.pem").path
    try Tool.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test",
        "-addext", "subjectAltName=\(name)", "-keyout", "key.pem", "-out", "cert.pem",
      ], in: directory.path)
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
