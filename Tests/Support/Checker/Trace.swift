import Foundation

/// What one process did to its run directory, call by call.
struct Trace {
  private struct Call {
    let time: Int
    let name: Substring
    let file: String
    let result: Int
    let isFault: Bool
    /// A write that was interrupted is no failure.
    let isFailure: Bool
    let head: Substring
  }

  private let calls: [Call]
  private var lengths: [String: Int] = [:]
  private var lengthsAtBegin: [String: Int] = [:]
  private var synced: [String: Int] = [:]
  /// Files whose name is not known to last.
  private var unsettled: Set<String> = []
  private var failedSyncs: Set<String> = []
  private var hasFailed = false

  init(_ lines: [String]) {
    calls = lines.compactMap { line in
      let fields = line.split(separator: "\t", maxSplits: 5, omittingEmptySubsequences: false)
      guard fields.count == 6 else { return nil }
      return Call(
        time: Int(fields[0]) ?? 0, name: fields[1], file: String(fields[2]),
        result: Int(fields[3]) ?? -1, isFault: fields[4] != "0",
        isFailure: fields[4] != "0" && !(fields[4] == "4" && fields[1] == "write"),
        head: fields[5])
    }
  }

  /// D2 and D7.
  ///
  /// `isWhole`: the process ended in order, with everything written.
  mutating func check(_ findings: inout Findings, isWhole: Bool) {
    // Nothing that matters is in these.
    let others = ["lock", "probe", "probe.new"]
    for call in calls where !others.contains(call.file) { take(call, &findings) }
    guard isWhole else { return }
    if !unsettled.isEmpty {
      findings.complain("D2", "ended with \(unsettled.sorted()) not settled in the directory")
    }
    for (name, length) in lengths where !name.hasSuffix(".new") && synced[name] ?? 0 != length {
      findings.complain("D2", "ended with \(length) bytes in \(name), \(synced[name] ?? 0) synced")
    }
  }

  private mutating func take(_ call: Call, _ findings: inout Findings) {
    if call.isFault { findings.faults += 1 }
    switch call.name {
    case "create":
      if call.result >= 0 {
        lengths[call.file] = 0
        if !call.file.hasSuffix(".new") { unsettled.insert(call.file) }
      }
    case "size": lengths[call.file] = call.result
    case "write": takeWrite(call, &findings)
    case "cut":
      if call.result == 0 { lengths[call.file] = Int(call.head) }
    case "begin": lengthsAtBegin[call.file] = lengths[call.file] ?? 0
    case "sync": takeSync(call, &findings)
    case "rename":
      guard call.result == 0 else { return }
      let source = call.file + ".new"
      if synced[source] ?? -1 < lengths[source] ?? 0 {
        findings.complain("D2", "\(call.file) was put in place before it was synced")
      }
      lengths[call.file] = lengths[source]
      synced[call.file] = synced[source]
      unsettled.insert(call.file)
    default: break
    }
    if call.isFailure, call.result < 0, call.file != "-" { hasFailed = true }
  }

  private mutating func takeWrite(_ call: Call, _ findings: inout Findings) {
    if call.result > 0 { lengths[call.file, default: 0] += call.result }
    // What was torn and set aside says the same words.
    guard call.file == "journal.jsonl" else { return }
    if call.head.hasPrefix("{\"e\":\"start\""), hasFailed, call.result > 0 {
      findings.complain("D7", "a start was written after the disk had failed")
    }
    guard call.head.hasPrefix("{\"e\":\"synced\"") else { return }
    if !failedSyncs.isEmpty {
      findings.complain("D7", "a sync of \(failedSyncs.sorted()) failed and was believed later")
    }
    if !unsettled.isEmpty {
      findings.complain("D2", "the directory was not synced after \(unsettled.sorted()) appeared")
    }
    for name in ["results", "failures", "unusable", "journal"] {
      guard let said = Self.number(after: "\"\(name)\":", in: call.head) else { continue }
      if said > synced["\(name).jsonl"] ?? 0, said > 0 {
        let truth = synced["\(name).jsonl"] ?? 0
        findings.complain("D2", "\(name).jsonl: \(said) said to be synced, \(truth) were")
      }
    }
  }

  private mutating func takeSync(_ call: Call, _ findings: inout Findings) {
    findings.syncs += 1
    if call.result != 0 {
      failedSyncs.insert(call.file)
    } else if call.file == "." {
      unsettled = unsettled.filter { $0.contains("/") }
    } else if !call.file.hasSuffix(".jsonl"), !call.file.contains(".") {
      unsettled = unsettled.filter { !$0.hasPrefix(call.file + "/") }
    } else if !failedSyncs.contains(call.file) {
      synced[call.file] = lengthsAtBegin[call.file] ?? 0
    }
  }

  private static func number(after name: String, in text: Substring) -> Int? {
    text.range(of: name).flatMap { Int(text[$0.upperBound...].prefix(while: \.isNumber)) }
  }
}
