/// Counts the lines of a file.
package enum LineCount {
  /// The number of lines that end with a newline; `nil` if the file cannot be read.
  package static func of(_ path: String) -> Int? {
    do throws(FileError) {
      var lines = LineReader(try ReadableFile(path))
      var count = 0
      while let line = try lines.next() { count += line.isWhole ? 1 : 0 }
      return count
    } catch {
      return nil
    }
  }
}
