package import Basics

/// Reads the jobs of a checked file again, one at a time, and detects lines that were changed
/// since.
package struct JobReader: ~Copyable {
  private let jobFile: JobFile
  private let number: Int
  private var lines: LineReader
  private var parser = JobLineParser()
  private var index = 0

  /// `number`: the index of the file among those of the run.
  package init(_ jobFile: JobFile, number: Int) {
    self.jobFile = jobFile
    self.number = number
    lines = LineReader(jobFile.file)
  }

  /// The next job whose index `wanted` accepts; `nil` after the last job that was checked.
  package mutating func next(where wanted: (Int) -> Bool) throws(JobReaderError) -> Job? {
    while index < jobFile.table.count {
      let next: LineReader.Line?
      do throws(FileError) {
        next = try lines.next()
      } catch {
        throw .file(error)
      }
      guard let line = next, var bytes = line.bytes else { throw .changed(changeAt(index)) }
      if line.number == 1, let rest = JobFile.afterByteOrderMark(bytes) { bytes = rest }
      if bytes.allSatisfy(JSONScanner.isSpace) { continue }
      defer { index += 1 }
      guard wanted(index) else { continue }
      let place = JobPlace(
        file: number, index: index, offset: line.offset, length: line.bytes?.count ?? 0)
      return try jobFile.job(bytes, at: place, with: &parser)
    }
    return nil
  }

  private func changeAt(_ index: Int) -> JobFileChange { jobFile.change(at: index) }
}

extension JobFile {
  /// Reads a job again. Throws `.changed` if its line is not the one that was checked.
  package func job(
    at place: JobPlace, with parser: inout JobLineParser
  ) throws(JobReaderError) -> Job {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try file.bytes(at: place.offset, count: place.length)
    } catch {
      throw .file(error)
    }
    let result: Result<Job, JobReaderError> = bytes.withUnsafeBytes { raw in
      let text = place.offset == 0 ? JobFile.afterByteOrderMark(raw) ?? raw : raw
      do throws(JobReaderError) {
        return .success(try job(text, at: place, with: &parser))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Parses a line again and compares its id and fingerprint with the checked ones.
  func job(
    _ bytes: UnsafeRawBufferPointer, at place: JobPlace, with parser: inout JobLineParser
  ) throws(JobReaderError) -> Job {
    guard let line = try? parser.parse(bytes) else { throw .changed(change(at: place.index)) }
    let id = line.id ?? table.automaticID(of: place.index)
    guard line.fingerprint == table.fingerprint(of: place.index),
      XXHash64.hash(id) == table.idHash(of: place.index)
    else { throw .changed(change(at: place.index)) }
    return Job(
      id: id, place: place, line: table.line(of: place.index), fingerprint: line.fingerprint,
      body: line.bodyBytes(of: bytes),
      model: ModelNames.text(bytes[line.model]))
  }

  /// The error for a changed line.
  func change(at index: Int) -> JobFileChange {
    JobFileChange(path: path, line: table.line(of: index))
  }
}

/// Why a job cannot be read again.
package enum JobReaderError: Error, Equatable {
  case changed(JobFileChange)
  case file(FileError)
}

/// A line of a job file that differs from what was checked at the start of the run.
package struct JobFileChange: Error, Equatable, Sendable {
  package let path: String
  package let line: Int
}

extension JobFileChange: UserFacing {
  package var problem: String {
    "\(path):\(line): the job file was changed during the run."
  }

  package var remedy: String? {
    "Nothing that was changed was sent. Run the same command again; it checks the file again."
  }
}
