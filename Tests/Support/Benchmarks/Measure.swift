import Foundation

/// Prints figures, one a line.
enum Measure {
  static func tell(_ name: String, _ value: Double, _ unit: String) {
    let digits = value < 100 ? 2 : 0
    tell(name, String(format: "%.\(digits)f", value), unit)
  }

  static func tell(_ name: String, _ value: Int, _ unit: String) {
    tell(name, String(value), unit)
  }

  private static func tell(_ name: String, _ value: String, _ unit: String) {
    FileHandle.standardOutput.write(Data("\(name): \(value) \(unit)\n".utf8))
  }
}
