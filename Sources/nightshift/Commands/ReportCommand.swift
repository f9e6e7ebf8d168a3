import Basics
import BatchRunner
import Reports

/// `nightshift report`: writes a page about a run, or its figures as JSON. The run may be running.
struct ReportCommand {
  let options: ReportOptions
  let console: Console

  func run() async -> ExitStatus {
    let directory = RunDirectory(JobInput.directory(of: options.run))
    guard directory.exists else {
      console.error(NoRun(path: options.run))
      return .noInput
    }
    let page: RunPage
    do throws(CheckpointError) {
      page = try RunPage(directory, prices: .builtIn, at: .now, zone: .current)
    } catch {
      console.error(error)
      return .invalidInput
    }
    return write(page)
  }

  /// Writes the page and prints its path, or prints the page or the JSON itself.
  private func write(_ page: RunPage) -> ExitStatus {
    guard !options.isJSON, options.output != "-" else {
      StandardOutput.write(options.isJSON ? page.json : page.html)
      return .finished
    }
    let path = options.output ?? page.directory.page
    let folder = PathName(path).folder
    do throws(FileError) {
      try RunDirectory(folder.isEmpty ? "." : folder).replace(path, with: Array(page.html.utf8))
    } catch {
      console.error(error)
      return CommandError(CheckpointError.file(error)).status
    }
    StandardOutput.write("\(Printable(path))\n")
    return .finished
  }
}
