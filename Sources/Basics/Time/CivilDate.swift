/// A day of the Gregorian calendar, extended to the years before its introduction.
package struct CivilDate: Sendable, Equatable {
  package let year: Int
  /// 1...12
  package let month: Int
  /// 1...31
  package let day: Int

  /// The numbers are not checked; see ``exists``. ``daysSince1970`` counts an extra day as a day of
  /// the next month: 30 February is 2 March (1 March in a leap year).
  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date that many days after 1970-01-01. The number may be negative.
  ///
  /// This is `civil_from_days` from "chrono-Compatible Low-Level Date Algorithms" (Howard Hinnant,
  /// 2014). In it years begin in March and an era is 400 years.
  package init(daysSince1970 days: Int) {
    let shifted = days + 719_468
    let era = shifted.dividedDown(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The UTC date of a Unix time, and the seconds since midnight, 0...86,399.
  package static func split(unixSeconds: Int) -> (date: CivilDate, secondOfDay: Int) {
    let days = unixSeconds.dividedDown(by: 86_400)
    return (CivilDate(daysSince1970: days), unixSeconds - days * 86_400)
  }

  /// Negative before 1970. This is `days_from_civil` from the same source.
  package var daysSince1970: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = marchYear.dividedDown(by: 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// 0 (Sunday) to 6 (Saturday).
  package var weekday: Int {
    let days = daysSince1970 + 4
    return days - days.dividedDown(by: 7) * 7
  }

  /// Whether the calendar has this day.
  package var exists: Bool {
    (1...12).contains(month) && day > 0 && CivilDate(daysSince1970: daysSince1970) == self
  }
}

extension Int {
  /// The quotient rounded down, also for negative numbers. The divisor must be positive.
  package func dividedDown(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
  }
}
