import Foundation

/// The program as a process of its own, with its output in files.
final class Child {
  enum End: Equatable {
    case exit(Int32)
    case killed(Int32)
    /// It had to be killed, since it did not end.
    case hung
  }

  let process: pid_t
  let output: String
  let errors: String
  private var ended: End?
  /// The most that it held, in KiB; known once it has ended.
  private(set) var memory = 0

  /// `words` begin with the path of what is to be started.
  init(
    _ words: [String], in folder: String, environment: [String: String] = [:],
    input: String = "/dev/null", name: String
  ) throws {
    output = "\(folder)/\(name).out"
    errors = "\(folder)/\(name).err"
    process = try Spawn(words, environment: environment)
      .start(input: input, output: output, errors: errors)
  }

  deinit {
    if ended == nil { stop() }
  }

  func signal(_ number: Int32) {
    if ended == nil { kill(process, number) }
  }

  @discardableResult func stop() -> End {
    signal(SIGKILL)
    return wait()
  }

  /// It has not ended yet.
  var isRunning: Bool {
    if ended == nil { look() }
    return ended == nil
  }

  @discardableResult func wait(seconds: Int = 50) -> End {
    for _ in 0..<seconds * 500 {
      if let ended { return ended }
      look()
      if ended == nil { usleep(2000) }
    }
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    ended = .hung
    return .hung
  }

  private func look() {
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, WNOHANG, &usage) == process else { return }
    memory = usage.ru_maxrss
    let number = status & 0x7F
    ended = number == 0 ? .exit(status >> 8 & 0xFF) : .killed(number)
  }

  var standardOutput: String { text(output) }
  var standardError: String { text(errors) }

  private func text(_ path: String) -> String {
    String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data(), as: UTF8.self)
  }
}
