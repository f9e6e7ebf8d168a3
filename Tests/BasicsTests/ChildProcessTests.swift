import Basics
import Testing

@Suite(.timeLimit(.minutes(5))) struct ChildProcessTests {
  /// How a shell script ends that runs with the variable `A`.
  private func end(_ script: String) throws -> ChildProcess.End {
    let child = try ChildProcess("/bin/sh", ["sh", "-c", script], environment: ["A": "b c"])
    while true {
      if let end = child.end() { return end }
      usleep(1000)
    }
  }

  @Test func `exit status, signal, environment and standard streams are right`() throws {
    #expect(try end("exit 7") == .exited(7))
    #expect(try end("kill -9 $$") == .signalled(9))
    #expect(try end(#"[ "$A" = "b c" ] && ! read -r line && echo x >&2"#) == .exited(0))
  }

  @Test func `its output can be read, and its end is waited for`() throws {
    let output = try TemporaryFile()
    let child = try ChildProcess(
      "/bin/sh", ["sh", "-c", "printf out; exit 3"], environment: [:], output: output.descriptor)
    #expect(child.waitForEnd() == .exited(3))
    #expect(child.waitForEnd() == nil)
    #expect(try output.file.bytes(at: 0, count: 9) == Array("out".utf8))
  }

  @Test func `a killed process ends, with the processes that it started`() throws {
    let child = try ChildProcess("/bin/sh", ["sh", "-c", "sleep 300; true"], environment: [:])
    child.killGroup()
    child.waitForEnd()
  }

  @Test func `a missing program is an error`() {
    do throws(ChildProcess.NotStarted) {
      _ = try ChildProcess("/nowhere/x", ["x"], environment: [:])
      Issue.record("it was started")
    } catch {
      #expect(error.code == ENOENT)
    }
  }
}
