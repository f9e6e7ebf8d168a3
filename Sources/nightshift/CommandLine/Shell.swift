/// The shells that have completion scripts.
enum Shell: String, CaseIterable {
  case bash, zsh, fish
}
