import Testing

@Test func `it builds`() {}
