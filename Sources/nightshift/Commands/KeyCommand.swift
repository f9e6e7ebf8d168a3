import BatchRunner
import CurlTransport
import Foundation

/// `nightshift key` and `nightshift key check`.
struct KeyCommand {
  let options: KeyOptions
  let finder: KeyFinder
  let console: Console
  let makeTransport: @Sendable (Endpoint, KeyRing) -> any Transport

  /// Asked where `--model` names no other: small, cheap and widely served.
  static let cheapModel = "openai/gpt-5-mini"

  private var model: String { options.model ?? Self.cheapModel }

  func run() async -> ExitStatus {
    let endpoint: Endpoint
    do throws(EndpointError) {
      endpoint = try Endpoint(options.baseURL ?? Endpoint.standard)
    } catch {
      console.error(error)
      return .usage
    }
    var found: FoundKey?
    do throws(KeyError) {
      found = try finder.find()
    } catch {
      guard error == .notFound, endpoint.isLoopback else {
        console.error(error)
        return error.exitStatus
      }
    }
    tell(found)
    return options.checks ? await check(found?.key, endpoint) : .finished
  }

  private func tell(_ found: FoundKey?) {
    guard let found else {
      StandardOutput.write("No key, and a loopback address needs none.\n")
      return
    }
    let note = found.source.canChange ? "" : " A variable cannot change while a run is on."
    StandardOutput.write("The key comes from \(Printable(found.source.description)).\(note)\n")
    for remark in found.remarks { console.warn(remark.problem, help: remark.remedy) }
  }

  private func check(_ key: APIKey?, _ endpoint: Endpoint) async -> ExitStatus {
    if key == nil, options.expectsRevoked {
      console.error(KeyError.notFound)
      return .keyRefused
    }
    let transport = makeTransport(endpoint, KeyRing(key))
    let verdict = await ask(transport)
    transport.close()
    let answer = KeyAnswer(verdict, of: endpoint.origin, options, model: model)
    if answer.isResult {
      StandardOutput.write("\(Printable(answer.text))\n")
    } else {
      console.error(answer)
    }
    return answer.status
  }

  private func ask(_ transport: any Transport) async -> KeyVerdict {
    let list = KeyVerdict(
      on: await transport.get("/models", from: .baseURL), proof: ["data", "models"])
    guard list == .noList, options.spends else { return list }
    transport.send([Request(attempt: AttemptID(1), body: OneTokenChat(model: model).body)])
    for await batch in transport.news {
      for case .ended(let reply) in batch {
        return KeyVerdict(on: reply.result, proof: ["choices"])
      }
    }
    return .unreachable("the transport ended before the answer came")
  }
}

extension KeyError {
  /// A path that leads nowhere is an input file; all else is a key that is not there.
  var exitStatus: ExitStatus {
    switch self {
    case .missingFile, .unreadable: .noInput
    default: .keyRefused
    }
  }
}
