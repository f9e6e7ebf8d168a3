import Basics
import BatchRunner

/// `nightshift check`: reads every line of the job files and prints every problem. Sends nothing.
struct CheckCommand {
  let options: CheckOptions
  let console: Console

  func run() async -> ExitStatus {
    var worst = ExitStatus.finished
    for path in options.jobs {
      do throws(CommandError) {
        try check(path)
      } catch {
        console.error(error.error)
        worst = max(worst, error.status)
      }
    }
    return worst
  }

  /// Checks one file; throws if it has problems or contains no jobs.
  private func check(_ operand: String) throws(CommandError) {
    let copy = try StreamCopy(operand)
    let output = CheckOutput(isJSON: options.isJSON, file: operand)
    let jobs: JobFile
    do throws(FileError) {
      jobs = try JobFile(copy.path) { output.problem($0.named(operand)) }
    } catch {
      throw CommandError(reading: error)
    }
    var notes = jobs.notes
    if let (count, first) = jobs.table.identicalBodies() {
      notes.append(.identical(count: count, first: first.0, second: first.1))
    }
    output.end(jobs, notes: notes)
    if !options.isJSON {
      for note in notes { console.note("\(operand): \(note.sentence)") }
    }
    if jobs.problemCount > 0 {
      throw CommandError(status: .invalidInput, error: CheckFailed(path: operand, jobs: jobs))
    }
    if jobs.table.count == 0 {
      throw CommandError(status: .invalidInput, error: EmptyJobFile(path: operand))
    }
  }
}

/// The error for a file with problems, which are printed before it.
private struct CheckFailed: UserFacing {
  let path: String
  let jobs: JobFile

  var problem: String {
    "\(path): \(Figure.count(jobs.problemCount, "problem")), "
      + "\(Figure.count(jobs.table.count, "line")) without problems."
  }

  var remedy: String? { jobs.problems.first?.remedy }
}

/// The standard output of a check: one line per problem, or one JSON object per file.
///
/// The object is written piece by piece, so a file with millions of problems needs no memory.
private final class CheckOutput {
  private let isJSON: Bool
  private let file: String
  /// The number of problems so far.
  private var count = 0

  init(isJSON: Bool, file: String) {
    self.isJSON = isJSON
    self.file = file
    if isJSON { StandardOutput.write("{\"file\":\(Self.quoted(file)),\"problems\":[") }
  }

  /// Prints one problem. Without JSON, only the first ``JobFile/problemsKept`` are printed.
  func problem(_ problem: JobFileProblem) {
    count += 1
    if isJSON {
      StandardOutput.write(
        (count > 1 ? "," : "")
          + "{\"line\":\(problem.line),\"column\":\(problem.column),"
          + "\"problem\":\(Self.quoted(problem.sentence)),"
          + "\"remedy\":\(Self.quoted(problem.remedy ?? ""))}")
    } else if count <= JobFile.problemsKept {
      StandardOutput.write("\(Printable(problem.problem))\n")
    }
  }

  /// Prints what follows the last problem.
  func end(_ jobs: JobFile, notes: [JobFileNote]) {
    guard isJSON else {
      if count > JobFile.problemsKept {
        StandardOutput.write("… and \(Figure.count(count - JobFile.problemsKept)) more\n")
      }
      if count == 0 {
        StandardOutput.write(
          "\(Printable(file)): \(Figure.count(jobs.table.count, "job")), no problems\n")
      }
      return
    }
    let sentences = notes.map { Self.quoted($0.sentence) }.joined(separator: ",")
    StandardOutput.write(
      "],\"problem_count\":\(count),\"jobs\":\(jobs.table.count),\"notes\":[\(sentences)]}\n")
  }

  /// The text as a JSON string, with its quotes.
  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONString.append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
