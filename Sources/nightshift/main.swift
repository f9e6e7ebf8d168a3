import Basics
import CPlatform
import CurlTransport

// Before any thread starts: no core, no reader of our memory, no death by a closed pipe.
_ = nightshift_forbid_dumps()
nightshift_raise_file_limit()
CurlTransport.prepareProcess()

let program = Program(
  typed: Array(CommandLine.arguments.dropFirst()),
  environment: ProcessInfo.processInfo.environment)
let status = await program.run()
exit(status.rawValue)
