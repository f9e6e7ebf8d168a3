import Basics
import Testing

@Suite struct HTTPDateTests {
  @Test(arguments: [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (1_709_210_096, "Thu, 29 Feb 2024 12:34:56 GMT"),
    (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
  ])
  func `a date is written in the format of RFC 9110 and read back`(seconds: Int, text: String) {
    #expect(HTTPDate(unixSeconds: seconds).text == text)
    #expect(HTTPDate(text)?.unixSeconds == seconds)
  }

  @Test(arguments: [
    "", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49 GMT",
    "Sun, 06 XXX 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, 06 anF 2026 08:49:37 GMT",
    "Sun, 06 Nov 2026 08:49:37: GMT", "Sun, 06 Nov 2026 :08:49:37 GMT",
  ])
  func `other texts are not read as dates`(text: String) {
    #expect(HTTPDate(text) == nil)
  }

  @Test(arguments: [
    "Sun, 32 Nov 2026 08:49:37 GMT", "Sun, 31 Nov 2026 08:49:37 GMT",
    "Sun, 00 Nov 2026 08:49:37 GMT", "Sat, 29 Feb 2025 08:49:37 GMT",
    "Sun, -1 Nov 2026 08:49:37 GMT", "Sun, 06 Nov 2026 24:00:00 GMT",
    "Sun, 06 Nov 2026 25:00:00 GMT", "Sun, 06 Nov 2026 08:60:00 GMT",
    "Sun, 06 Nov 2026 08:49:61 GMT", "Sun, 06 Nov 2026 -8:49:37 GMT",
    "Sun, 06 Nov 2026 08:+9:37 GMT", "Sun, 06 Nov 2026 99999999999999999999:00:00 GMT",
  ])
  func `a day or a time that does not exist is not read as a date`(text: String) {
    #expect(HTTPDate(text) == nil)
  }

  @Test func `a leap second counts as the second after it`() {
    #expect(
      HTTPDate("Sat, 31 Dec 2016 23:59:60 GMT") == HTTPDate("Sun, 01 Jan 2017 00:00:00 GMT"))
  }
}
