import Basics
import BatchRunner
import CPlatform
import CurlTransport

// Before any thread starts: no core dumps, no other process may read our memory (it holds the key),
// and a closed pipe must not end the program.
_ = nightshift_forbid_dumps()
nightshift_raise_file_limit()
CurlTransport.prepareProcess()

let program = Program(
  typed: Array(ProgramArguments.all.dropFirst()),
  environment: ProcessInfo.processInfo.environment)
switch program.readCommandLine() {
case .end(let status):
  exit(status.rawValue)
case .command(let invocation):
  // No `await` at the top level: it would end the main thread with `pthread_exit`, for which glibc
  // loads libgcc_s. On a machine without that file, the statically linked program was aborted with
  // "libgcc_s.so.1 must be installed" (Swift 6.3.1's Dispatch, glibc 2.36).
  // Not `exit`: it destroys the globals of the runtime while threads of Dispatch may still use them.
  Task.detached {
    let status = await program.perform(invocation)
    fflush(nil)
    _exit(status.rawValue)
  }
  while true { pause() }
}
