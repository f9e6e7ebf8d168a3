import Foundation

/// Time on processors, which other programs on the machine cannot lengthen much.
enum ProcessorTime {
  /// Of this process, in seconds.
  static var own: Double { seconds(ofChildren: false) }

  /// Of the child processes that have ended, in seconds.
  static var endedChildren: Double { seconds(ofChildren: true) }

  private static func seconds(ofChildren: Bool) -> Double {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(ofChildren ? RUSAGE_CHILDREN.rawValue : RUSAGE_SELF.rawValue, &usage)
    #else
      getrusage(ofChildren ? RUSAGE_CHILDREN : RUSAGE_SELF, &usage)
    #endif
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
