import Basics
import BatchRunner
import SandboxAPI

/// The user's job file, and what the user does to it between sessions and during one.
struct NightJobs {
  struct Line {
    let name: String
    var version = 1
    /// 0: a batch line; 1: a bare body with `custom_id`; 2: one without.
    let shape: Int
    var model = "m"
    var isSpaced = false

    var token: String { "\(name)v\(version)" }

    var text: String {
      let gap = isSpaced ? " " : ""
      let message = "{\(gap)\"role\":\"user\",\"content\":\"\(token)\"}"
      let body = "\"model\":\(gap)\"\(model)\",\"messages\":\(gap)[\(message)]"
      switch shape {
      case 0:
        return
          "{\"custom_id\":\"job-\(name)\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
          + "\"body\":{\(body)}}"
      case 1: return "{\"custom_id\":\"job-\(name)\",\(gap)\(body)}"
      default: return "{\(body)}"
      }
    }
  }

  private(set) var lines: [Line] = []
  private var next = 0
  private let models: Int

  /// The model of a job, by the digits that its name begins with.
  static func model(of name: String, models: Int) -> String {
    let number = Int(name.prefix { $0.isNumber }) ?? 0
    return models > 1 ? "m\(number % models)" : "m"
  }
  private var blank = false
  private var earlier: [[Line]] = []

  /// `models`: of the jobs, by turns.
  init(count: Int, models: Int, dice: inout SplitMix64) {
    self.models = models
    for _ in 0..<count { append(&dice) }
    // Two jobs that say the same, without a name of their own.
    if count > 8, dice.unit() < 0.3 {
      lines.append(Line(name: lines[0].name + "twin", shape: 2, model: lines[0].model))
      lines.append(lines[lines.count - 1])
    }
  }

  /// A job as its user knows it.
  struct Known: Equatable {
    let id: String
    let token: String
  }

  /// With the names that the documents promise: of a job without one, by its body.
  var known: [Known] {
    var seen: [String: Int] = [:]
    return lines.map { line in
      guard line.shape == 2 else { return Known(id: "job-\(line.name)", token: line.token) }
      let body =
        "{\"model\":\"\(line.model)\",\"messages\":[{\"role\":\"user\",\"content\":\"\(line.token)\"}]}"
      let name = "auto-" + XXHash64.hash(body).hexDigits
      seen[name, default: 0] += 1
      let ordinal = seen[name] ?? 1
      return Known(id: ordinal == 1 ? name : "\(name)-\(ordinal)", token: line.token)
    }
  }

  var bytes: [UInt8] {
    let text = lines.map(\.text).joined(separator: blank ? "\n\n" : "\n")
    return Array((text + "\n").utf8)
  }

  private mutating func append(_ dice: inout SplitMix64) {
    let model = Self.model(of: "\(next)", models: models)
    lines.append(Line(name: "\(next)", shape: Int(dice.next() % 3), model: model))
    next += 1
  }

  /// Does something to the file; answers what.
  mutating func edit(_ dice: inout SplitMix64) -> NightFault {
    earlier.append(lines)
    switch dice.next() % 6 {
    case 0, 1:
      lines.shuffle(using: &dice)
      for index in lines.indices { lines[index].isSpaced = dice.unit() < 0.5 }
      blank.toggle()
      return .reordered
    case 2, 3:
      for _ in 0..<Int.random(in: 1...4, using: &dice) {
        append(&dice)
        // Anywhere in the file.
        lines.swapAt(lines.count - 1, Int.random(in: lines.indices, using: &dice))
      }
      return .appended
    case 4:
      lines.remove(at: Int.random(in: lines.indices, using: &dice))
      return .removed
    default:
      changeBodies(&dice)
      return .edited
    }
  }

  /// Changes the file while a run reads it.
  mutating func changeBody(_ dice: inout SplitMix64) {
    earlier.append(lines)
    changeBodies(&dice)
  }

  /// Undoes the last change.
  mutating func restore() {
    if let last = earlier.popLast() { lines = last }
  }

  /// Changes the bodies of one or two jobs, after ``earlier`` has what they were.
  private mutating func changeBodies(_ dice: inout SplitMix64) {
    for _ in 0..<Int.random(in: 1...2, using: &dice) {
      lines[Int.random(in: lines.indices, using: &dice)].version += 1
    }
  }
}
