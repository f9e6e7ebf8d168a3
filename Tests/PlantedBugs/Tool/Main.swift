import Foundation

@main
enum Main {
  static let usage = """
    Usage: try [--check] [--from NAME] [NAME…]
      NAME…        only these bugs, else all
      --check      only looks whether each bug fits the code and its test exists; nothing is built
      --from NAME  goes on with this bug, in the order of the round
    """

  static func main() {
    endCommandWhenInterrupted()
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else { fail(usage) }
    var names: [String] = []
    var checks = false
    var first: String?
    var rest = arguments.dropFirst(2)
    while let word = rest.popFirst() {
      switch word {
      case "--check": checks = true
      case "--from":
        guard let name = rest.popFirst() else { fail(usage) }
        first = name
      default:
        if word.hasPrefix("-") { fail(usage) }
        names.append(word)
      }
    }
    let isWhole = names.isEmpty && first == nil
    let folder = arguments[1]
    if names.isEmpty { names = allNames(in: folder) }
    if let first, !names.contains(first) { fail("there is no bug \(first)") }
    let (bugs, areReadable) = read(names, in: folder)
    let isWell =
      checks
      ? check(bugs, in: arguments[0])
      : tryOut(
        bugs, from: first, in: arguments[0],
        OutcomeFile(folder + "/outcome.tsv", isNew: isWhole))
    exit(isWell && areReadable ? 0 : 1)
  }

  private static func allNames(in folder: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".bug") }.map { String($0.dropLast(4)) }.sorted()
  }

  private static func read(_ names: [String], in folder: String) -> ([PlantedBug], Bool) {
    var bugs: [PlantedBug] = []
    for name in names {
      guard let text = try? String(contentsOfFile: "\(folder)/\(name).bug", encoding: .utf8) else {
        fail("there is no bug \(name)")
      }
      do throws(PlantedBug.Unreadable) {
        bugs.append(try PlantedBug(name: name, text))
      } catch {
        say("\(name)\tcannot be read: \(error.reason)")
      }
    }
    return (bugs, bugs.count == names.count)
  }

  private static func check(_ bugs: [PlantedBug], in project: String) -> Bool {
    let code = Project(project)
    var good = 0
    for bug in bugs {
      var problems: [String] = []
      do throws(Project.DoesNotFit) {
        _ = try code.plant(bug)
      } catch {
        problems.append("does not fit: " + error.reason)
      }
      if !code.hasTest(bug.test) { problems.append("no such test: \(bug.test)") }
      for problem in problems { say("\(bug.name)\t\(problem)") }
      if problems.isEmpty { good += 1 }
    }
    say("\(good) of \(bugs.count) planted bugs fit the code and have their test")
    return good == bugs.count
  }

  private static func tryOut(
    _ bugs: [PlantedBug], from first: String?, in project: String, _ outcomes: OutcomeFile
  ) -> Bool {
    do {
      var round = try Round(bugs, from: first, project: project, outcomes: outcomes)
      return try round.run()
    } catch let error as Copy.Failed {
      fail(error.reason)
    } catch {
      fail("\(error)")
    }
  }

  private static func endCommandWhenInterrupted() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        Command.endLeftovers()
        exit(128 + number)
      }
      source.activate()
      sources.append(source)
    }
  }

  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
}

func say(_ text: String) {
  print(text)
  fflush(nil)
}

func fail(_ text: String) -> Never {
  FileHandle.standardError.write(Data((text + "\n").utf8))
  exit(2)
}
