import Foundation

let words = CommandLine.arguments.dropFirst()
if let name = words.first {
  let command = Command(rawValue: name) ?? .help
  try await command.run(Sizes(words.dropFirst()))
} else {
  for (command, sizes) in Command.everything { try await command.run(sizes) }
}
