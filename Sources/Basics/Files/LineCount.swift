/// How many lines a file has.
package enum LineCount {
  /// Whole lines; `nil`: the file cannot be read.
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
