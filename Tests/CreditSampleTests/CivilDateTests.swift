import Testing

@testable import CreditSample

struct CivilDateTests {
    @Test(arguments: [
        (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11016), (2020, 12, 1, 18597), (2026, 9, 1, 20697),
    ])
    func countsDays(year: Int, month: Int, day: Int, number: Int) {
        #expect(CivilDate(year: year, month: month, day: day).dayNumber == number)
        #expect(CivilDate(dayNumber: number) == CivilDate(year: year, month: month, day: day))
    }

    @Test func everyDayComesBack() {
        for number in stride(from: -800_000, through: 800_000, by: 97) {
            #expect(CivilDate(dayNumber: number).dayNumber == number)
        }
    }

    @Test func isWrittenAsTheFilesAsk() {
        let date = CivilDate(year: 2026, month: 9, day: 1)
        #expect(date.american == "9/1/2026")
        #expect(date.iso == "2026-09-01")
        #expect(date.compactMonth == "202609")
        let moment = Moment(day: date.dayNumber, hour: 8, minute: 5, second: 59)
        #expect(moment.rfc3339 == "2026-09-01T08:05:59Z")
        #expect(moment.text(separator: "-") == "2026-09-01T08-05-59")
    }
}
