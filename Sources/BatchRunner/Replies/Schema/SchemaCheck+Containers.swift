import Basics

// MARK: - Arrays

extension SchemaCheck {
  mutating func mismatch(
    _ rules: SchemaRules.ArrayRules, inArray node: Int
  ) throws(TooDeep) -> Mismatch? {
    let items = source.children(of: node)
    if let least = rules.minItems, items.count < least {
      return Mismatch(node: node, reason: "fewer than \(Figure.count(least, "item"))")
    }
    if let most = rules.maxItems, items.count > most {
      return Mismatch(node: node, reason: "more than \(Figure.count(most, "item"))")
    }
    if !rules.first.isEmpty || rules.others != nil {
      for (number, item) in items.enumerated() {
        let schema = number < rules.first.count ? rules.first[number] : rules.others
        if let schema, let found = try mismatch(schema, at: item) { return found }
      }
    }
    if let reason = try reasonAboutContents(rules, items) {
      return Mismatch(node: node, reason: reason)
    }
    guard rules.isUnique, let reason = try reasonAboutCopies(items, in: node) else { return nil }
    return Mismatch(node: node, reason: reason)
  }

  /// Checks `contains`, `minContains` and `maxContains`.
  private mutating func reasonAboutContents(
    _ rules: SchemaRules.ArrayRules, _ items: [Int]
  ) throws(TooDeep) -> String? {
    guard let schema = rules.contains else { return nil }
    var count = 0
    for item in items {
      if try mismatch(schema, at: item) == nil { count += 1 }
      if let most = rules.maxContains, count > most {
        return "more than \(Figure.count(most, "item")) that 'contains' describes"
      }
    }
    guard count < rules.minContains else { return nil }
    return "fewer than \(Figure.count(rules.minContains, "item")) that 'contains' describes"
  }

  /// Checks `uniqueItems`. Copying the items recurses, so they must not be nested too deeply.
  private func reasonAboutCopies(_ items: [Int], in node: Int) throws(TooDeep) -> String? {
    guard items.count > 1 else { return nil }
    guard source.depth(of: node) <= Self.deepestCopy else { throw TooDeep() }
    var seen: [JSONLiteral: Int] = [:]
    for (number, item) in items.enumerated() {
      let first = seen.updateValue(number, forKey: JSONLiteral(source, item))
      if let first { return "the items \(first) and \(number) are equal" }
    }
    return nil
  }

  /// How deep the items of an array may be nested that are compared with each other.
  private static let deepestCopy = 128
}

// MARK: - Objects

extension SchemaCheck {
  mutating func mismatch(
    _ rules: SchemaRules.ObjectRules, inObject node: Int
  ) throws(TooDeep) -> Mismatch? {
    guard !rules.isEmpty else { return nil }
    let members = source.members(of: node)
    if let reason = Self.reason(rules, members) { return Mismatch(node: node, reason: reason) }
    let ordered = members.sorted { $0.value < $1.value }
    if let names = rules.names {
      for (name, member) in ordered {
        guard let reason = try reason(names, forNameOf: member) else { continue }
        return Mismatch(
          node: node, reason: "the name \"\(name.clipped(to: 40))\" is wrong: \(reason)")
      }
    }
    for (name, member) in ordered {
      if let found = try mismatch(rules, name, member) { return found }
    }
    for (name, schema) in rules.dependent where members[name] != nil {
      if let found = try mismatch(schema, at: node) { return found }
    }
    return nil
  }

  /// Checks the number of members, and which there must be.
  private static func reason(
    _ rules: SchemaRules.ObjectRules, _ members: [JSONText: Int]
  ) -> String? {
    if let least = rules.minProperties, members.count < least {
      return "fewer than \(Figure.count(least, "member"))"
    }
    if let most = rules.maxProperties, members.count > most {
      return "more than \(Figure.count(most, "member"))"
    }
    if let missing = rules.required.first(where: { members[$0] == nil }) {
      return "\"\(missing.clipped(to: 40))\" is missing"
    }
    for (name, others) in rules.requiredBeside where members[name] != nil {
      guard let missing = others.first(where: { members[$0] == nil }) else { continue }
      return "\"\(missing.clipped(to: 40))\" is missing beside \"\(name.clipped(to: 40))\""
    }
    return nil
  }

  /// Checks the value of one member.
  private mutating func mismatch(
    _ rules: SchemaRules.ObjectRules, _ name: JSONText, _ member: Int
  ) throws(TooDeep) -> Mismatch? {
    var isKnown = false
    if let schema = rules.properties[name] {
      isKnown = true
      if let found = try mismatch(schema, at: member) { return found }
    }
    for (pattern, schema) in rules.patterns where pattern.matches(name) {
      isKnown = true
      if let found = try mismatch(schema, at: member) { return found }
    }
    guard !isKnown, let schema = rules.additional else { return nil }
    return try mismatch(schema, at: member)
  }
}
