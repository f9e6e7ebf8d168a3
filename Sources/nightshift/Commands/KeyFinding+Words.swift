import BatchRunner

extension KeyFinding {
  /// One line for standard output; `host` is where it was asked.
  func sentence(at host: String) -> String {
    switch self {
    case .works: "The key works at \(host)."
    case .worksWithoutList: "The key works at \(host), but has no access to the list of models."
    case .rateLimited: "The key was recognised at \(host); it is over its rate limit just now."
    case .insufficientBalance: "The key was recognised at \(host); its balance is not enough."
    case .refused: "The key was refused at \(host) (status 401)."
    case .noList:
      "Not known whether the key works: this API has no list of models to ask (\(host))."
    case .unclear(let what): "Not known whether the key works: \(host) answered with \(what)."
    case .unreachable(let what):
      "Not known whether the key works: \(host) was not reached: \(what)."
    }
  }

  var remedy: String? {
    switch self {
    case .works, .worksWithoutList: nil
    case .rateLimited:
      "Nothing is wrong with the key. Wait a minute, or run with your plan's limits."
    case .insufficientBalance: "Add credits, or enable auto-recharge, at skillboss.co/console."
    case .refused:
      """
      It may be cut short, expired or revoked, of the wrong format, or have stray white space \
      around it; or a proxy drops the Authorization header. It should look like 'sk-...' and be \
      sent as 'Bearer sk-...'. Download the Skills Pack again at skillboss.co/console, and compare.
      """
    case .noList: "'key check --spend' sends one chat request of one token instead."
    case .unclear: "Check the base URL, or try again later."
    case .unreachable: "Check the network and the base URL, then run the same command again."
    }
  }

  var exitStatus: ExitStatus {
    switch self {
    case .works, .worksWithoutList, .rateLimited: .finished
    case .insufficientBalance: .insufficientBalance
    case .refused: .keyRefused
    case .noList, .unclear: .couldNotRun
    case .unreachable: .unreachable
    }
  }

  /// What it says about a key that should no longer work.
  func revoked(at host: String) -> (line: String, help: String?, status: ExitStatus) {
    switch isAccepted {
    case false?: ("revoked: yes. \(host) refuses the key.", nil, .finished)
    case true?:
      (
        "revoked: NO. THE KEY STILL WORKS at \(host).",
        "Whoever has it can spend your credits. Ask dev@skillboss.co to revoke it, then test again.",
        .couldNotRun
      )
    case nil: ("revoked: not known. \(sentence(at: host))", remedy, exitStatus)
    }
  }
}
