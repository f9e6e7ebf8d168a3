import BatchRunner

/// What `key check` prints, and its exit status.
extension KeyFinding {
  /// One line for standard output; `host` is the API that was asked.
  func sentence(at host: String) -> String {
    switch self {
    case .works: "The key works at \(host)."
    case .worksWithoutList: "The key works at \(host), but has no access to the list of models."
    case .rateLimited: "The key was recognised at \(host), but it is over its rate limit right now."
    case .insufficientBalance: "The key was recognised at \(host), but its balance is not enough."
    case .refused: "The key was refused at \(host) (status 401)."
    case .noList:
      "It is not known whether the key works: the API at \(host) has no list of models."
    case .unclear(let what): "It is not known whether the key works: \(host) answered with \(what)."
    case .unreachable(let what):
      "It is not known whether the key works: \(host) was not reached: \(what)."
    }
  }

  /// The same if no key was sent, with what the user can do.
  func sentence(withoutKeyAt host: String) -> (line: String, help: String?) {
    switch self {
    case .works: ("\(host) answers without a key.", nil)
    case .refused, .worksWithoutList:
      ("\(host) wants a key, and none was sent.", "Name one with --key-file.")
    default: (sentence(at: host), remedy)
    }
  }

  /// What the user can do; `nil` if nothing is wrong.
  var remedy: String? {
    switch self {
    case .works, .worksWithoutList: nil
    case .rateLimited:
      "Nothing is wrong with the key. Wait a minute, or run with your plan's limits."
    case .insufficientBalance: "Add credits, or enable auto-recharge, at skillboss.co/console."
    case .refused:
      """
      The key may be incomplete, expired, revoked, or in the wrong format, or there may be white \
      space around it. A proxy may also have removed the Authorization header. A key looks like \
      'sk-...' and is sent as 'Bearer sk-...'. Download the Skills Pack again at \
      skillboss.co/console, and compare the keys.
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

  /// The output of `key check --expect-revoked`: success means that the key is refused.
  func revoked(at host: String) -> (line: String, help: String?, status: ExitStatus) {
    switch isAccepted {
    case false?: ("revoked: yes. \(host) refuses the key.", nil, .finished)
    case true?:
      (
        "revoked: NO. THE KEY STILL WORKS at \(host).",
        "Anyone who has it can spend your credits. Ask dev@skillboss.co to revoke it, then test "
          + "again.",
        .couldNotRun
      )
    case nil: ("revoked: not known. \(sentence(at: host))", remedy, exitStatus)
    }
  }
}
