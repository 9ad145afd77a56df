import Credit
import Store
import Testing

@testable import CreditLedger

@Suite("Conditions on columns of plugins") struct DerivedColumnTests {
    private static func column(_ kind: DerivedColumn.Kind) -> DerivedColumn {
        DerivedColumn(plugin: 1, output: 0, field: "a", code: "A", kind: kind, slot: 0)
    }

    private func accepts(
        _ kind: DerivedColumn.Kind, _ entry: DerivedEntry, _ change: (inout DerivedCondition) -> Void
    ) -> Bool {
        var condition = DerivedCondition(Self.column(kind))
        change(&condition)
        return condition.accepts(entry)
    }

    private static func value(_ text: String) -> DerivedEntry { .value(Array(text.utf8)) }

    @Test("a line without a value fits isNull alone")
    func nulls() {
        for entry in [DerivedEntry.null, .failed(code: "PLUGIN_ROW", message: "no")] {
            #expect(accepts(.text, entry) { $0.isNull = true })
            #expect(!accepts(.text, entry) { $0.isNull = false })
            #expect(!accepts(.text, entry) { $0.texts = [""] })
            #expect(!accepts(.decimal, entry) { $0.lowest = .zero })
            #expect(!accepts(.boolean, entry) { $0.isTrue = false })
        }
        #expect(!accepts(.text, Self.value("")) { $0.isNull = true })
        #expect(accepts(.text, Self.value("")) { $0.texts = [""] })
    }

    @Test("values are compared by what they are, not by how they are written")
    func values() throws {
        let ten = try ExactDecimal(parsing: "10")
        #expect(accepts(.decimal, Self.value("10.00")) { ($0.lowest, $0.highest) = (ten, ten) })
        #expect(!accepts(.decimal, Self.value("9.99")) { $0.lowest = ten })
        #expect(!accepts(.decimal, Self.value("10.01")) { $0.highest = ten })
        #expect(accepts(.integer, Self.value("-3")) { $0.highest = .zero })
        let day = try Day(parsing: "2026-10-02")
        #expect(accepts(.date, Self.value("2026-10-02")) { ($0.from, $0.to) = (day, day) })
        #expect(!accepts(.date, Self.value("2026-10-01")) { $0.from = day })
        #expect(accepts(.text, Self.value("Blob STORAGE")) { $0.contains = "Storage" })
        #expect(!accepts(.text, Self.value("Blob")) { $0.texts = ["blob"] })
        #expect(accepts(.boolean, Self.value("false")) { $0.isTrue = false })
    }

    @Test("groups are keyed and ordered by value")
    func keys() throws {
        let column = Self.column(.decimal)
        #expect(column.key(Self.value("1.50")) == column.key(Self.value("1.5")))
        #expect(column.key(Self.value("9")) < column.key(Self.value("10")))
        #expect(column.key(text: "10")?.description == "10" && column.key(text: "x") == nil)
        #expect(column.key(.failed(code: "PLUGIN_ROW", message: "no")) == DimensionKey.none)
        #expect(Self.column(.date).key(Self.value("2026-10-02")) == .day(try Day(parsing: "2026-10-02")))
    }

    @Test("entries come back as they were, and nothing else is one")
    func entries() {
        let all: [DerivedEntry] = [
            .null, Self.value(""), Self.value("?"), Self.value("!a b"), .failed(code: "PLUGIN_ROW", message: "a b"),
            .failed(code: "PLUGIN_CRASHED", message: ""), .unknown,
        ]
        for entry in all { #expect(DerivedEntry(entry.bytes) == entry) }
        #expect(DerivedEntry(Array("x".utf8)) == nil && DerivedEntry(Array("??".utf8)) == nil)
    }
}
