/// A key, where it was found, and what the user should know about it.
package struct FoundKey: Sendable, Equatable {
  package let key: APIKey
  package let source: KeySource
  package let remarks: [KeyRemark]

  package init(key: APIKey, source: KeySource, remarks: [KeyRemark] = []) {
    self.key = key
    self.source = source
    self.remarks = remarks
  }
}
