/// A key that looks like one, where it came from, and what is worth a warning about it.
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
