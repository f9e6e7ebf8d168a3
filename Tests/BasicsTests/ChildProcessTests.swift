import Basics
import Testing

@Suite(.timeLimit(.minutes(5))) struct ChildProcessTests {
  private func end(_ script: String) throws -> ChildProcess.End {
    let child = try ChildProcess("/bin/sh", ["sh", "-c", script], environment: ["A": "b c"])
    while true {
      if let end = child.end() { return end }
      usleep(1000)
    }
  }

  @Test func `its status, its signal and its surroundings are right`() throws {
    #expect(try end("exit 7") == .exited(7))
    #expect(try end("kill -9 $$") == .signalled(9))
    #expect(try end(#"[ "$A" = "b c" ] && ! read -r line && echo x >&2"#) == .exited(0))
  }

  @Test func `a killed one ends, with what it has started`() throws {
    let child = try ChildProcess("/bin/sh", ["sh", "-c", "sleep 300; true"], environment: [:])
    child.killGroup()
    child.waitForEnd()
  }

  @Test func `what is not there is not started`() {
    do throws(ChildProcess.NotStarted) {
      _ = try ChildProcess("/nowhere/x", ["x"], environment: [:])
      Issue.record("it was started")
    } catch {
      #expect(error.code == ENOENT)
    }
  }
}
