// Tells which promises a run kept, from what the server saw and what lies on the disk. It shares no
// code with the program that it checks.
//
//   nightshift-checker FOLDER…
//
// A case is a folder with `case.json`; a folder without is searched one level down. It holds
//   case.json      {"concurrency":4,"cut_short":1}: how often a process was ended in the middle
//   jobs.jsonl     the job file
//   jobs.run/      the run directory, after the last process
//   server.jsonl   a line a request, in order of arrival: {"body":"…","content":"…","key":"…"};
//                  `content` is what was answered, null where no usable answer was
//   trace-*        what the processes did to the run directory, as CFaults writes it; optional;
//                  `-whole` at the end of the name says that the process ended in order
//   before-*.jsonl results.jsonl as each process but the last left it
import Foundation

let folders = CommandLine.arguments.dropFirst().flatMap { folder -> [String] in
  if FileManager.default.fileExists(atPath: folder + "/case.json") { return [folder] }
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  return names.sorted().map { "\(folder)/\($0)" }
    .filter { FileManager.default.fileExists(atPath: $0 + "/case.json") }
}
guard !folders.isEmpty else {
  FileHandle.standardError.write(Data("usage: nightshift-checker FOLDER…\n".utf8))
  exit(64)
}
var sum = Findings()
for folder in folders {
  let findings = Case(folder).check()
  for complaint in findings.complaints { print("\(folder): \(complaint)") }
  sum.add(findings)
}
print(sum.summary(of: folders.count))
exit(sum.complaints.isEmpty ? 0 : 1)
