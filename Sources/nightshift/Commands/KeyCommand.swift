import Basics
import BatchRunner

/// `nightshift key`: says where the key comes from, whether it works, and whether an old key was
/// revoked.
enum KeyCommand {
  /// The model of the request that `--spend` sends, unless `--model` names another.
  static let standardModel = "openai/gpt-5-mini"

  /// `transport` makes the connection; `output` and `complain` print one line to standard output
  /// and to standard error. No line contains the key.
  static func run(
    _ options: KeyOptions, environment: [String: String], directory: String,
    transport: (Endpoint, APIKey?) throws -> any Transport,
    print output: (String) -> Void, complain: (String) -> Void
  ) async -> ExitStatus {
    func print(_ text: String) { output(text.withoutKeys) }
    let endpoint: Endpoint
    do throws(EndpointError) {
      let variable = environment["SKILLBOSS_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
      endpoint = try Endpoint(
        options.baseURL ?? variable ?? Endpoint.standard,
        allowsInsecureHTTP: options.allowsInsecureHTTP)
    } catch {
      printMessage(error, complain)
      return .usage
    }
    let finder = KeyFinder(
      keyFile: options.keyFile, environment: environment, directory: directory, for: endpoint)
    let key: APIKey?
    do throws(KeyError) {
      // Without a key, there is none that could be revoked.
      let found = options.expectsRevoked ? try finder.find() : try finder.findIfNeeded()
      key = found?.key
      describe(found, endpoint, print, complain)
    } catch {
      printMessage(error, complain)
      return status(of: error)
    }
    guard options.checks || options.expectsRevoked else { return .finished }
    do {
      let transport = try transport(endpoint, key)
      defer { transport.close() }
      let finding = await ask(transport, options, print)
      return report(finding, key, options, at: endpoint.origin, print, complain)
    } catch {
      printMessage(error as? any UserFacing ?? KeyNotChecked(), complain)
      return .couldNotRun
    }
  }

  /// Prints where the key comes from, or why there is none, and who can read it.
  private static func describe(
    _ found: FoundKey?, _ endpoint: Endpoint, _ print: (String) -> Void,
    _ complain: (String) -> Void
  ) {
    if let found {
      print("The key comes from \(found.source).")
    } else if endpoint.isLoopback {
      print("No key was found. \(endpoint.origin) is this machine and needs none.")
    }
    if let warning = InsecureHTTPWarning(endpoint, sendsKey: found != nil) {
      printMessage(Message.warning(warning.sentence, help: warning.remedy, style: nil), complain)
    }
    for remark in found?.remarks ?? [] {
      printMessage(Message.note(remark.sentence, help: remark.remedy, style: nil), complain)
    }
  }

  /// Asks for the list of models; if the API has none and `--spend` was given, sends one chat
  /// request.
  private static func ask(
    _ transport: any Transport, _ options: KeyOptions, _ print: (String) -> Void
  ) async -> KeyFinding {
    let finding = KeyFinding(list: await transport.get("/models", from: .baseURL))
    guard finding == .noList, options.spends else { return finding }
    let model = options.model ?? standardModel
    print("This API has no list of models. Sending one chat request to \(Printable(model)).")
    transport.send([Request(attempt: AttemptID(1), body: chatBody(model))])
    for await batch in transport.news {
      for case .ended(let reply) in batch { return KeyFinding(chat: reply) }
    }
    return .unreachable("the request did not end")
  }

  /// The smallest chat request: one word in, one token out.
  static func chatBody(_ model: String) -> [UInt8] {
    var body = Array(#"{"model":"#.utf8)
    JSONString.append(model, to: &body)
    body += #","messages":[{"role":"user","content":"."}],"max_tokens":1}"#.utf8
    return body
  }

  /// Prints the finding, and returns its exit status.
  private static func report(
    _ finding: KeyFinding, _ key: APIKey?, _ options: KeyOptions, at host: String,
    _ print: (String) -> Void, _ complain: (String) -> Void
  ) -> ExitStatus {
    if options.expectsRevoked {
      let answer = finding.revoked(at: host)
      print(answer.line)
      if let help = answer.help { complain(" help: \(help)") }
      return answer.status
    }
    let (line, help) =
      key == nil
      ? finding.sentence(withoutKeyAt: host) : (finding.sentence(at: host), finding.remedy)
    print(line)
    if let help { complain(" help: \(help)") }
    return finding.exitStatus
  }

  /// The exit status when no usable key was found.
  static func status(of error: KeyError) -> ExitStatus {
    switch error {
    case .unreadable: .noInput
    case .keyInsteadOfFile, .notSentInClear: .usage
    case .noneFound, .placeholder, .noKeyInFile, .ambiguous, .illegalCharacters: .keyRefused
    }
  }

  private static func printMessage(_ error: any UserFacing, _ complain: (String) -> Void) {
    printMessage(Message.error(error, style: nil), complain)
  }

  /// `message` ends with a line break, which `complain` adds itself.
  private static func printMessage(_ message: String, _ complain: (String) -> Void) {
    complain(String(message.dropLast()))
  }
}

/// The error when the transport failed with an error that has no message.
private struct KeyNotChecked: UserFacing {
  var problem: String { "The key could not be checked." }
  var remedy: String? { nil }
}
