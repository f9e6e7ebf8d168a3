import Basics

/// Why the sandbox could not listen.
package enum SandboxServerError: Error, Equatable {
  case portInUse(Int)
  case portNotAllowed(Int)
  /// A system call failed with the error number `code`.
  case failed(call: String, code: Int32)
}

extension SandboxServerError: UserFacing {
  package var problem: String {
    switch self {
    case .portInUse(let port): "Port \(port) of 127.0.0.1 is in use."
    case .portNotAllowed(let port): "Port \(port) of 127.0.0.1 may not be used by this user."
    case .failed(let call, let code):
      "The sandbox could not listen on 127.0.0.1: \(call): \(String(cString: strerror(code)))."
    }
  }

  package var remedy: String? {
    switch self {
    case .portInUse: "Choose another port with --port. 0 chooses any free port."
    case .portNotAllowed: "Choose a port above 1023 with --port."
    case .failed: nil
    }
  }
}
