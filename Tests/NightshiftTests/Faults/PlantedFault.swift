import Foundation

/// A fault in one system call of the program, which the preloaded library causes.
struct PlantedFault: Sendable, CustomStringConvertible {
  enum Group: String, Sendable { case disk, net }

  enum Kind: String, Sendable, CaseIterable {
    case noSpace, io, interrupted, refused, reset, short, zero, tear, tearkill, before, after

    var word: String {
      switch self {
      case .noSpace: "\(ENOSPC)"
      case .io: "\(EIO)"
      case .interrupted: "\(EINTR)"
      case .refused: "\(ECONNREFUSED)"
      case .reset: "\(ECONNRESET)"
      default: rawValue
      }
    }

    var kills: Bool { [.tearkill, .before, .after].contains(self) }
  }

  let group: Group
  let call: Int
  let kind: Kind
  var isForEver = false

  var description: String {
    "\(group.rawValue)-\(call)-\(kind.rawValue)\(isForEver ? "-ever" : "")"
  }

  func environment(directory: String, trace: String) -> [String: String] {
    [
      "LD_PRELOAD": FaultLibrary.path ?? "", "NIGHTSHIFT_FAULT_DIR": directory,
      "NIGHTSHIFT_FAULT_TRACE": trace, "NIGHTSHIFT_FAULT_GROUP": group.rawValue,
      "NIGHTSHIFT_FAULT_AT": "\(call)", "NIGHTSHIFT_FAULT_KIND": kind.word,
      "NIGHTSHIFT_FAULT_EVER": isForEver ? "1" : "0",
    ]
  }

  /// The kinds of fault to try at each disk call, once or at every later call too.
  static let onDisk: [(kind: Kind, isForEver: Bool)] = [
    (.noSpace, false), (.noSpace, true), (.io, false), (.io, true), (.interrupted, false),
    (.short, false), (.zero, false), (.tear, false), (.tearkill, false), (.before, false),
    (.after, false),
  ]
  static let onNet: [(kind: Kind, isForEver: Bool)] = [
    (.reset, false), (.interrupted, false), (.short, false), (.before, false), (.after, false),
  ]
}
