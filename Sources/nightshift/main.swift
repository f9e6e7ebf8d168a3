import Basics
import BatchRunner
import CPlatform
import CurlTransport

// Before any thread starts: no core, no reader of our memory, no death by a closed pipe.
_ = nightshift_forbid_dumps()
nightshift_raise_file_limit()
CurlTransport.prepareProcess()

let program = Program(
  typed: Array(ProgramArguments.all.dropFirst()),
  environment: ProcessInfo.processInfo.environment)
switch program.begin() {
case .end(let status):
  exit(status.rawValue)
case .command(let invocation):
  // Not `await` here: it would end the main thread with `pthread_exit`, for which the C library
  // loads libgcc_s. A program that is linked statically does without that file, and was aborted
  // with "libgcc_s.so.1 must be installed" (Swift 6.3.1's Dispatch, glibc 2.36).
  Task.detached { exit(await program.perform(invocation).rawValue) }
  while true { pause() }
}
