import Testing

@testable import Datasets

@Suite struct IDFormsTests {
  @Test(
    arguments: [
      ("b", "B", .letterCase), ("Straße", "STRASSE ", nil), ("true", "TRUE", .letterCase),
      ("a", " a", .space), ("a", "a\u{A0}", .space), ("a", "\u{FEFF}a", .space),
      ("1", "1.0", .number), ("0040", "40", .number), ("0040", "40.0", .number),
      ("1E5", "100000", .number), ("1e5", "100000.0", .number), ("1E5", "1E+05", .number),
      ("1000", "1,000", .number), ("1.5", "1,5", .number), ("1.50", "1.5", .number),
      ("123456789012", "1.23457E+11", .number), ("123456789012", "1.23E+11", .number),
      ("1234567890123456789", "1234567890123450000", .number),
      ("1234567890123456789", "1.2345678901234568e+18", .number), ("-1", "-1.0", .number),
      ("2024-01-02", "1/2/2024", .date), ("2024-01-02", "02.01.2024", .date),
      ("2024-01-02", "2024-01-02 00:00:00", .date), ("2024-01-02", "45293", .date),
      ("2024-01-02", "1704153600000", .date), ("2024-01-02", "2-Jan-24", .date),
      ("2024-01-02", "2024-01-02T00:00:00.000Z", .date), ("1-2", "2-Jan", .date),
      ("1-2", "1-Feb", .date), ("3/4", "4-Mar", .date), ("MAR1", "1-Mar", .date),
      ("SEPT2", "2-Sep", .date), ("2024-01", "Jan-24", .date),
      ("a", "b", nil), ("1", "2", nil), ("0040", "41", nil), ("123456789012", "1.23458E+11", nil),
      ("2024-01-02", "2024-01-03", nil), ("a-1", "a1", nil), ("1-2", "12", nil), ("", "0", nil),
      ("nan", "NaN", .letterCase), ("1,2,3", "123", nil), ("0x10", "16", nil),
      ("2024-13-45", "1", nil),
      ("99999999999999999999-1-1", "1", nil), ("1e999", "1e998", nil), ("row-1", "row-01", nil),
    ] as [(String, String, IDForms.Change?)])
  func `what was done to an id is recognised`(id: String, now: String, change: IDForms.Change?) {
    #expect(IDForms(now).change(from: IDForms(id)) == change)
    #expect(IDForms(id).change(from: IDForms(now)) == change)
  }

  @Test func `the nearest form is named`() {
    #expect(IDForms("1").change(from: IDForms(" 1")) == .space)
    #expect(IDForms("1E5").change(from: IDForms("1e5")) == .letterCase)
  }
}
