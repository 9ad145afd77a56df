import Testing

@testable import Credit

@Suite("Days, instants, months and intervals")
struct DayTests {
    @Test(
        "reads the forms of the files",
        arguments: [
            ("1970-01-01", "1970-01-01"), ("2026-10-31", "2026-10-31"), ("9/1/2020", "2020-09-01"),
            ("10/31/2026", "2026-10-31"), ("3/1/2018 12:00:00 AM", "2018-03-01"),
            ("11/30/9999 11:59:59 PM", "9999-11-30"),
            ("9/30/2020 23:59", "2020-09-30"), ("2022-05-31T20:00:00-08:00", "2022-06-01"),
            ("2022-06-01T00:30:00.0000000+02:00", "2022-05-31"), ("2022-06-01T23:59:59Z", "2022-06-01"),
            ("2024-02-29", "2024-02-29"), ("2020-06-01 10:00:00", "2020-06-01"), ("1/1/0001", "0001-01-01"),
        ])
    func reads(text: String, day: String) throws {
        #expect(try Day(parsing: text).description == day)
    }

    @Test(
        "refuses what is no day",
        arguments: [
            ("", TimeError.empty), ("31/12/2026", .impossible), ("2026-02-29", .impossible),
            ("2026-13-01", .impossible),
            ("2026-1-01", .syntax(offset: 2)), ("tomorrow", .syntax(offset: 0)), ("2026-10-31x", .syntax(offset: 10)),
            ("10/31/26", .syntax(offset: 8)), ("3/1/2018 13:00:00 PM", .impossible),
            ("2026-10-31T25:00:00Z", .impossible),
            ("10/31/2026 1:00:00 XM", .syntax(offset: 19)), ("2026-10-31T10:00:00+2:00", .syntax(offset: 21)),
        ])
    func refuses(text: String, error: TimeError) {
        #expect(throws: error) { try Day(parsing: text) }
    }

    @Test("counts days both ways over four centuries")
    func civil() throws {
        for number in stride(from: Int32(-150_000), through: 150_000, by: 61) {
            let day = Day(number: number)
            let (year, month, date) = day.components
            #expect(try Day(year: year, month: month, day: date) == day)
        }
        #expect(try Day(parsing: "2000-03-01").number == 11017)
    }

    @Test("instants need an offset and print in UTC")
    func instants() throws {
        #expect(try Instant(parsing: "2026-10-31").description == "2026-10-31T00:00:00Z")
        #expect(try Instant(parsing: "2026-10-31T01:30:00.125+02:00").description == "2026-10-30T23:30:00.125Z")
        #expect(throws: TimeError.missingOffset) { try Instant(parsing: "2026-10-31T01:30:00") }
        #expect(try Instant(parsingFileTime: "3/1/2018 12:05:00 PM").description == "2018-03-01T12:05:00Z")
        #expect(throws: TimeError.syntax(offset: 0)) { try Instant(parsing: "3/1/2018") }
        #expect(try Instant(parsing: "1969-12-31T23:59:59Z").day.description == "1969-12-31")
    }

    @Test("months know their days")
    func months() throws {
        let month = try BillingMonth(parsing: "2024-02")
        #expect(month.firstDay.description == "2024-02-01")
        #expect(month.lastDay.description == "2024-02-29")
        #expect(month.next.description == "2024-03")
        #expect(try Day(parsing: "2026-12-31").month.description == "2026-12")
        #expect(throws: TimeError.impossible) { try BillingMonth(parsing: "2026-13") }
        #expect(throws: TimeError.syntax(offset: 4)) { try BillingMonth(parsing: "2026/10") }
    }

    @Test("an interval ends before its end")
    func intervals() throws {
        let day = try Day(parsing: "2023-03-10")
        let morning = try Interval(from: day.start, until: Instant(parsing: "2023-03-10T12:00:00Z"))
        let open = Interval(from: day.start, until: nil)
        #expect(open.contains(Interval(day)))
        #expect(!morning.contains(Interval(day)))
        #expect(morning.overlaps(Interval(day)))
        #expect(!morning.contains(morning.end))
        #expect(open.intersection(morning) == morning)
        #expect(Interval(from: day.end, until: nil).intersection(Interval(day)) == nil)
        #expect(Interval(from: day.end, until: day.start).isEmpty)
    }
}
