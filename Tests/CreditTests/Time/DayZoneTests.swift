import Testing

@testable import Credit

@Suite("Zones of days")
struct DayZoneTests {
    @Test("fixed offsets move midnight")
    func fixed() throws {
        let day = try Day(parsing: "2023-03-10")
        let zone = try #require(DayZone(fixed: "+02:00"))
        #expect(zone.interval(of: day).from.description == "2023-03-09T22:00:00Z")
        #expect(zone.interval(of: day).until?.description == "2023-03-10T22:00:00Z")
        #expect(DayZone(fixed: "-08:00")?.interval(of: day).from.description == "2023-03-10T08:00:00Z")
        #expect(DayZone(fixed: "utc") == .utc)
        #expect(DayZone(fixed: "Europe/Amsterdam") == nil)
        #expect(DayZone(fixed: "+2:00") == nil)
        #expect(DayZone(fixed: "+02:60") == nil)
    }

    @Test("a change of clocks makes a day of 23 hours")
    func transitions() throws {
        let change = try Instant(parsing: "2023-03-26T01:00:00Z")
        let zone = DayZone(offsetSeconds: 3600, transitions: [.init(at: change, offsetSeconds: 7200)])
        let day = zone.interval(of: try Day(parsing: "2023-03-26"))
        #expect(day.from.description == "2023-03-25T23:00:00Z")
        #expect(day.until?.description == "2023-03-26T22:00:00Z")
        #expect(zone.interval(of: try Day(parsing: "2023-03-25")).from.description == "2023-03-24T23:00:00Z")
    }
}
