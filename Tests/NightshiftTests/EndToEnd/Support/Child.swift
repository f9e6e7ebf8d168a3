import Foundation

/// The program as a child process, with its output in files.
final class Child {
  enum End: Equatable {
    case exit(Int32)
    case killed(Int32)
    /// It did not end in time, and was killed.
    case hung
  }

  let process: pid_t
  let output: String
  let errors: String
  private var ended: End?
  /// Its peak memory in KiB; 0 until it has ended.
  private(set) var memory = 0

  /// The first of `words` is the path of the program.
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

  /// Whether it has not ended yet.
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
