/// What a model's name says about its tokens.
struct MeteredModel {
  let name: String
  let family: TokenFamily
  let frame: ChatFrame
  let pictures: PictureRule

  init(_ name: String) {
    self.name = name
    let words = ModelWords(name)
    family = TokenFamily.of(words)
    frame = ChatFrame.of(family)
    pictures = PictureRule.of(words, family)
  }
}
