/// How many parts of a request may have any number of tokens or cost any amount, by kind.
///
/// The body shows neither the size of a linked picture nor the length of an uploaded file.
package struct UnboundedParts: Sendable, Equatable {
  /// Pictures behind a link.
  package var linkedPictures = 0
  /// Pictures whose size cannot be read, of a model that does not scale pictures down.
  package var unreadablePictures = 0
  /// Files that were uploaded before, given by their id, and files behind a link.
  package var files = 0
  /// Files in the request itself. A document is read as text and as pictures of its pages.
  package var documents = 0
  /// Audio and video.
  package var recordings = 0
  /// Parts of a kind that is not known here.
  package var others = 0
  /// Tools that the service runs itself, such as a web search: they have fees of their own, and what
  /// they find is part of the prompt.
  package var servedTools = 0

  package init() {}

  package var isEmpty: Bool { total == 0 }

  package var total: Int {
    linkedPictures + unreadablePictures + files + documents + recordings + others + servedTools
  }

  /// For example `2 linked pictures, 1 uploaded file`; empty if there is nothing.
  package var words: String {
    [
      (linkedPictures, "linked picture", "linked pictures"),
      (unreadablePictures, "picture of unknown size", "pictures of unknown size"),
      (files, "uploaded or linked file", "uploaded or linked files"),
      (documents, "document", "documents"),
      (recordings, "recording", "recordings"),
      (others, "part of unknown kind", "parts of unknown kind"),
      (servedTools, "tool that the service runs", "tools that the service runs"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }.joined(separator: ", ")
  }

  package static func += (sum: inout UnboundedParts, other: UnboundedParts) {
    sum.linkedPictures += other.linkedPictures
    sum.unreadablePictures += other.unreadablePictures
    sum.files += other.files
    sum.documents += other.documents
    sum.recordings += other.recordings
    sum.others += other.others
    sum.servedTools += other.servedTools
  }
}
