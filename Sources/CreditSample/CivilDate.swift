/// A date of the Gregorian calendar, and days counted from 1970-01-01.
struct CivilDate: Sendable, Hashable {
    let year: Int
    let month: Int
    let day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date of a day number, with years that begin in March so that the leap day comes last.
    init(dayNumber: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// `9/1/2026`, as in Microsoft's CSV files.
    var american: String { "\(month)/\(day)/\(year)" }

    /// `2026-09-01`.
    var iso: String { "\(year)-\(twoDigits(month))-\(twoDigits(day))" }

    /// `202609`.
    var compactMonth: String { "\(year)\(twoDigits(month))" }
}

/// A moment, in whole seconds since 1970-01-01T00:00:00Z.
struct Moment: Sendable, Hashable, Comparable {
    let seconds: Int

    init(day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        seconds = day * 86_400 + hour * 3600 + minute * 60 + second
    }

    static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }

    /// The parts with a separator between those of the time: `2026-09-01T08:00:00`.
    func text(separator: String = ":") -> String {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - day * 86_400
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map(twoDigits).joined(separator: separator)
        return "\(CivilDate(dayNumber: day).iso)T\(time)"
    }

    /// RFC 3339, UTC.
    var rfc3339: String { text() + "Z" }
}

func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
