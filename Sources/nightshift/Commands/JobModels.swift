import Basics
import BatchRunner

/// Looks up the models of a few jobs in a job file.
enum JobModels {
  /// By the number of the line; lines that cannot be read are left out.
  static func ofLines(_ wanted: Set<Int>, in path: String) -> [Int: String] {
    guard let last = wanted.max(), let file = try? ReadableFile(path) else { return [:] }
    var models: [Int: String] = [:]
    var lines = LineReader(file)
    var parser = JobLineParser()
    while let line = try? lines.next(), line.number <= last {
      guard wanted.contains(line.number), let bytes = line.bytes,
        let job = try? parser.parse(bytes)
      else { continue }
      let name = bytes[job.model].dropFirst().dropLast()
      models[line.number] = String(decoding: name, as: UTF8.self)
    }
    return models
  }
}
