/// The days of a sample and the moments at which access changes, in shares of the period.
struct Timetable: Sendable {
    /// A calendar month of usage: one invoice for each billing currency.
    struct Month: Sendable {
        let number: Int
        let firstOfMonth: CivilDate
        /// Day numbers with usage.
        let days: Range<Int>
        let lastOfMonth: CivilDate
        /// Billed in the customers' currencies, to some customers only.
        let isOld: Bool
    }

    let days: Range<Int>
    /// When the role assignments were listed.
    let snapshots: [Moment]
    let months: [Month]
    /// When access was lost of which the activity log tells: between the first two snapshots.
    let loggedLoss: Moment
    /// When a deny assignment stood: listed by the snapshot in the middle, gone at the next one.
    let denial: SampleGrant.Stretch
    /// When just-in-time roles were active: some whole days, and a morning.
    let activations: [SampleGrant.Stretch]
    /// The day on which the program agreement was not active.
    let agreementGap: Int?

    init(_ configuration: SampleConfiguration) {
        let first = configuration.firstDay
        let count = configuration.days
        days = first..<(first + count)
        snapshots = [
            Moment(day: first),
            Moment(day: first + count / 5, hour: 8),
            Moment(day: first + count / 2, hour: 14, minute: 30),
            Moment(day: first + count * 3 / 4, hour: 20, minute: 15),
            Moment(day: first + count),
        ]
        loggedLoss =
            count < 10
            ? Moment(day: first + count / 5, hour: 6, minute: 30)
            : Moment(day: first + count / 8, hour: 10, minute: 37, second: 21)
        denial = SampleGrant.Stretch(from: Moment(day: first + count / 2, hour: 14), until: snapshots[3])
        activations = [
            SampleGrant.Stretch(from: Moment(day: first + count / 3), until: Moment(day: first + count / 3 + 3)),
            SampleGrant.Stretch(
                from: Moment(day: first + count * 2 / 3 + 3, hour: 8),
                until: Moment(day: first + count * 2 / 3 + 3, hour: 12, minute: 30)),
        ]
        agreementGap = count < 10 ? nil : first + count * 2 / 3
        var months: [Month] = []
        if configuration.includesDecember2020 {
            let december = CivilDate(year: 2020, month: 12, day: 1)
            months.append(
                Month(
                    number: 0, firstOfMonth: december, days: december.dayNumber..<(december.dayNumber + 31),
                    lastOfMonth: CivilDate(year: 2020, month: 12, day: 31), isOld: true))
        }
        var day = first
        while day < days.upperBound {
            let date = CivilDate(dayNumber: day)
            let next =
                date.month == 12
                ? CivilDate(year: date.year + 1, month: 1, day: 1)
                : CivilDate(year: date.year, month: date.month + 1, day: 1)
            months.append(
                Month(
                    number: months.count, firstOfMonth: CivilDate(year: date.year, month: date.month, day: 1),
                    days: day..<min(next.dayNumber, days.upperBound),
                    lastOfMonth: CivilDate(dayNumber: next.dayNumber - 1), isOld: false))
            day = next.dayNumber
        }
        self.months = months
    }

    /// A day at `numerator`/`denominator` of the period.
    func day(_ numerator: Int, of denominator: Int) -> Int {
        days.lowerBound + days.count * numerator / denominator
    }
}
