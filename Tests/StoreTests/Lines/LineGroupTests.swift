import Credit
import Testing

@testable import Store

/// Rows with the awkward values of real files.
private let columns: [UsageColumn] = [
    .customerID, .subscriptionID, .usageDate, .resourceURI, .unitPrice, .quantity, .tags, .entitlementID,
    .billingPreTaxTotal,
]

private func id(_ number: Int) -> String { GUID(high: 0xABCD, low: UInt64(number)).description }

private let numbers = [
    "1", "-0", "007", ".5", "1E-05", "0.000001", "-9223372036854775808", "9223372036854775807", "",
    "123456789012345678901234567890", "-12.50", "0", "0.0209496384791679", "\"1.5\"", "5.0", "+3",
]

private func rows(_ count: Int) -> [[String]] {
    (0..<count).map { index in
        [
            id(index % 3), index % 7 == 0 ? "" : id(100 + index % 4), "10/\(1 + index % 28)/2026",
            index % 11 == 0 ? "no-slash" : "/subscriptions/\(index % 5)/machine\(index % 13)", "0.0\(1 + index % 9)",
            numbers[index % numbers.count], "\"{\"\"a\"\":\"\"\(index % 6),\"\"}\"",
            index % 5 == 0 ? "" : id(200 + index % 6).uppercased(), "\(index).\(index % 2 == 0 ? "1" : "22")",
        ]
    }
}

private func build(_ rows: [[String]]) -> [EncodedGroup] {
    var builder = LineGroupBuilder(importID: 7, columns: columns)
    for (index, row) in rows.enumerated() {
        builder.append(row, line: index + 2, lineEnd: index % 3 == 0 ? "\r\n" : "\n")
    }
    return builder.finish()
}

/// The fields of every line by its number, as an export needs them.
private func read(_ group: EncodedGroup) throws -> [Int64: [String]] {
    let reader = LineGroupReader()
    try reader.open(group.header)
    for (column, blob) in group.columns { try reader.load(column, blob) }
    let all = 0..<group.header.rowCount
    let lines = try reader.lineNumbers(rows: all)
    var result: [Int64: [String]] = [:]
    var texts = [[[UInt8]]](repeating: [], count: all.count)
    for column in columns {
        let dictionary = try reader.dictionary(column)
        let indexes = try reader.indexes(column.id, rows: all)
        let names = column.form == .path ? try reader.names(column.id) : nil
        let nameIndexes = column.form == .path ? try reader.nameIndexes(column.id, rows: all) : []
        let mantissas = column.form == .number ? try reader.mantissas(column.id, rows: all) : []
        for row in all {
            var text = dictionary.raw(Int(indexes[row]))
            if let names { names.appendRaw(Int(nameIndexes[row]), to: &text) }
            if column.form == .number {
                let form = text
                text = []
                PlainNumber.join(mantissas[row], form, to: &text)
            }
            texts[row].append(text)
        }
    }
    for row in all { result[lines[row]] = texts[row].map { String(decoding: $0, as: UTF8.self) } }
    return result
}

@Suite("Line groups")
struct LineGroupTests {
    @Test("every field comes back as it was", arguments: [1, 2, 50, 997])
    func roundTrip(count: Int) throws {
        let rows = rows(count)
        let groups = build(rows)
        #expect(groups.count == 1)
        let back = try read(try #require(groups.first))
        #expect(back.count == count)
        for (index, row) in rows.enumerated() { #expect(back[Int64(index + 2)] == row) }
    }

    @Test("lines are ordered by subscription, day and line; a blank entitlement counts as its plan")
    func order() throws {
        let group = try #require(build(rows(200)).first)
        let directory = try LineDirectory(decoding: group.directory)
        #expect(directory.entries.map(\.subscription) == directory.entries.map(\.subscription).sorted())
        #expect(directory.entries.first?.rows.lowerBound == 0)
        #expect(directory.entries.last?.rows.upperBound == 200)
        let reader = LineGroupReader()
        try reader.open(group.header)
        for (column, blob) in group.columns { try reader.load(column, blob) }
        let days = try reader.dictionary(.usageDate)
        let entitlements = try reader.dictionary(.entitlementID)
        let plans = try reader.dictionary(.subscriptionID)
        for entry in directory.entries {
            #expect(directory.entry(of: entry.subscription) == entry)
            let lines = try reader.lineNumbers(rows: entry.rows)
            let day = try reader.indexes(UsageColumn.usageDate.id, rows: entry.rows).map { days.day(Int($0)) }
            let found = zip(day, lines).map { ($0?.number ?? 0, $1) }
            #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
            #expect(entry.firstDay.number == found.first?.0)
            #expect(entry.lastDay.number == found.last?.0)
            let own = try reader.indexes(UsageColumn.entitlementID.id, rows: entry.rows)
            let plan = try reader.indexes(UsageColumn.subscriptionID.id, rows: entry.rows)
            for (own, plan) in zip(own, plan) {
                let id = entitlements.id(Int(own))
                #expect((id == LineKey.id([]) ? plans.id(Int(plan)) : id) == entry.subscription)
            }
        }
    }

    @Test("a file of two months makes a group for each, in any order of its lines")
    func months() throws {
        let dates = ["10/31/2026", "11/1/2026", "2026-10-02", "11/2/2026 12:05:00 AM"]
        var builder = LineGroupBuilder(importID: 1, columns: [.usageDate, .entitlementID])
        for (index, date) in dates.enumerated() { builder.append([date, id(1)], line: index + 2) }
        let groups = builder.finish()
        #expect(groups.map(\.header.month.description) == ["2026-10", "2026-11"])
        #expect(groups.map(\.header.rowCount) == [2, 2])
        #expect(groups.map(\.header.firstDay.description) == ["2026-10-02", "2026-11-01"])
        #expect(groups.map { [$0.header.firstLine, $0.header.lastLine] } == [[2, 4], [3, 5]])
    }

    @Test("columns that vary together are stored once and name each other")
    func references() throws {
        var builder = LineGroupBuilder(importID: 1, columns: [.usageDate, .chargeStartDate, .entitlementID])
        for index in 0..<300 {
            builder.append(["10/\(index % 31 + 1)/2026", "9/\(index % 31 + 1)/2026", id(index % 9)], line: index + 2)
        }
        let group = try #require(builder.finish().first)
        let directory = try LineDirectory(decoding: group.directory)
        // The lower number is written first.
        #expect(directory.references == [UsageColumn.usageDate.id: [UsageColumn.chargeStartDate.id]])
        #expect(
            directory.fetchList([UsageColumn.usageDate.id]) == [
                UsageColumn.chargeStartDate.id, UsageColumn.usageDate.id,
            ])
        let reader = LineGroupReader()
        try reader.open(group.header)
        for (column, blob) in group.columns where column == UsageColumn.usageDate.id { try reader.load(column, blob) }
        #expect(throws: StoreError.self) { try reader.indexes(UsageColumn.usageDate.id, rows: 0..<3) }
    }

    @Test("any range of rows reads as that part of the whole", arguments: [0..<0, 0..<1, 5..<17, 600..<997, 996..<997])
    func ranges(range: Range<Int>) throws {
        let group = try #require(build(rows(997)).first)
        let reader = LineGroupReader()
        try reader.open(group.header)
        for (column, blob) in group.columns { try reader.load(column, blob) }
        for column in columns {
            let whole = try reader.indexes(column.id, rows: 0..<997)
            #expect(try reader.indexes(column.id, rows: range) == Array(whole[range]))
            if column.form == .number {
                #expect(
                    try reader.mantissas(column.id, rows: range)
                        == Array(reader.mantissas(column.id, rows: 0..<997)[range]))
            }
        }
        #expect(try reader.lineNumbers(rows: range) == Array(reader.lineNumbers(rows: 0..<997)[range]))
        #expect(throws: StoreError.self) { try reader.lineNumbers(rows: 990..<998) }
    }

    @Test("numbers have the value that they spell")
    func numberValues() throws {
        let group = try #require(build(rows(160)).first)
        let reader = LineGroupReader()
        try reader.open(group.header)
        for (column, blob) in group.columns { try reader.load(column, blob) }
        let values = try reader.numbers(.quantity, rows: 0..<160)
        let lines = try reader.lineNumbers(rows: 0..<160)
        for row in 0..<160 {
            let text = numbers[(Int(lines[row]) - 2) % numbers.count]
            let unquoted = text.filter { $0 != "\"" }
            #expect(values.value(row) == (text.isEmpty ? nil : try ExactDecimal(parsing: unquoted)))
        }
    }

    @Test("a flipped byte anywhere is an error or changes nothing, and never stops the program")
    func damage() throws {
        let group = try #require(build(rows(300)).first)
        for (column, blob) in group.columns {
            for index in stride(from: 0, to: blob.count, by: max(1, blob.count / 40)) {
                for bit in [0, 3, 7] {
                    var damaged = blob
                    damaged[index] ^= 1 << bit
                    let reader = LineGroupReader()
                    try reader.open(group.header)
                    #expect(throws: StoreError.self) { try reader.load(column, damaged) }
                }
            }
            for cut in [0, 1, 13, 14, blob.count / 2, blob.count - 1] where cut < blob.count {
                let reader = LineGroupReader()
                try reader.open(group.header)
                #expect(throws: StoreError.self) { try reader.load(column, Array(blob[..<cut])) }
            }
        }
    }

    @Test("contents that lie under a right checksum are errors too")
    func lies() throws {
        let group = try #require(build(rows(300)).first)
        var refused = 0
        var seed: UInt64 = 1
        for (column, blob) in group.columns {
            let contents = try ColumnBlob.open(blob)
            for _ in 0..<400 {
                var damaged = contents
                for _ in 0..<(1 + Int(seed >> 60) % 3) {
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    damaged[Int(seed >> 33) % min(damaged.count, 200)] = UInt8(truncatingIfNeeded: seed >> 20)
                }
                do {
                    let reader = LineGroupReader()
                    try reader.open(group.header)
                    for (other, blob) in group.columns where other != column { try reader.load(other, blob) }
                    try reader.load(column, ColumnBlob.seal(damaged))
                    if column != .lineNumber {
                        let dictionary = try reader.dictionary(column)
                        for index in try reader.indexes(column, rows: 0..<300) { _ = dictionary.text(Int(index)) }
                    }
                    if [.lineNumber, UsageColumn.quantity.id].contains(column) {
                        _ = try reader.mantissas(column, rows: 0..<300)
                    }
                    if column == UsageColumn.quantity.id { _ = try reader.numbers(column, rows: 0..<300) }
                } catch {
                    #expect(["STORE_CORRUPT", "STORE_UNKNOWN_FORMAT"].contains(error.code))
                    refused += 1
                }
            }
        }
        #expect(refused > 100)
        var newer = try ColumnBlob.open(group.columns[0].blob)
        newer[0] = 9
        let reader = LineGroupReader()
        try reader.open(group.header)
        #expect(throws: StoreError.unknownFormat(what: "a column of a line group")) {
            try reader.load(group.columns[0].id, ColumnBlob.seal(newer))
        }
    }

    @Test("damaged directories are errors")
    func damagedDirectory() throws {
        let group = try #require(build(rows(300)).first)
        let contents = try ColumnBlob.open(group.directory)
        for index in contents.indices {
            var damaged = contents
            damaged[index] ^= 0xFF
            _ = try? LineDirectory(decoding: ColumnBlob.seal(damaged))
        }
        #expect(throws: StoreError.self) { try LineDirectory(decoding: group.directory.dropLast()) }
    }

    @Test(
        "the checksum is XXH64",
        arguments: [
            ("", UInt64(0), UInt64(0xEF46_DB37_51D8_E999)), ("a", 0, 0xD24E_C4F1_A98C_6E5B),
            ("abc", 0, 0x44BC_2CF5_AD77_0999),
            ("The quick brown fox jumps over the lazy dog", 0, 0x0B24_2D36_1FDA_71BC),
        ])
    func checksum(text: String, seed: UInt64, expected: UInt64) {
        let bytes = Array(text.utf8)
        let hash = XXH64.hash(bytes.span.bytes, seed: seed)
        #expect(hash == expected)
    }

    @Test("ids that are no GUIDs order and compare like any other")
    func keys() {
        #expect(LineKey.id(Array("abc".utf8)) == LineKey.id(Array("ABC".utf8)))
        #expect(LineKey.id(Array("abc".utf8)) != LineKey.id(Array("abd".utf8)))
        #expect(LineKey.id(Array(id(5).uppercased().utf8)) == GUID(high: 0xABCD, low: 5))
    }
}

@Suite("Usage columns")
struct UsageColumnTests {
    @Test(
        "names are found in any case and by their aliases",
        arguments: [
            ("PartnerId", UsageColumn.partnerID), ("MPNID", .mpnID), ("resellerMpnId", .tier2MpnID),
            ("ResellerMPNID", .tier2MpnID),
            ("unitOfMeasure", .unit), ("resourceUri", .resourceURI), ("BenefitOrderID", .benefitOrderID),
            ("rateOfCredit", .rateOfCredit), ("pctobcexchangerate", .pcToBCExchangeRate), ("BenefitType", .benefitType),
        ])
    func names(name: String, column: UsageColumn) {
        #expect(UsageColumn(name: name) == column)
    }

    @Test("the list has 55 columns in Microsoft's order and two renamed ones")
    func list() {
        #expect(UsageColumn.allCases.count == 57)
        #expect(UsageColumn.usageDate.rawValue == 20)
        #expect(UsageColumn.entitlementID.rawValue == 47)
        #expect(UsageColumn(name: "InvoiceLine") == nil)
    }
}
