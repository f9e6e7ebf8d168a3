import BatchRunner

package enum SandboxError: Error, Equatable {
  case portInUse(Int)
  case noListener(port: Int, reason: String)
  case notStartable
}

extension SandboxError: UserFacing {
  package var problem: String {
    switch self {
    case .portInUse(let port): "Port \(port) of this machine is in use."
    case .noListener(let port, let reason):
      "The sandbox cannot listen on port \(port) of this machine: \(reason)."
    case .notStartable: "The sandbox was already started."
    }
  }

  package var remedy: String? {
    switch self {
    case .portInUse, .noListener: "Choose another port, or 0 for any that is free."
    case .notStartable: nil
    }
  }
}
