import Credit
import Testing

@testable import Store

@Suite("Totals")
struct TotalFormulaTests {
    private struct Random {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 11
        }

        mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

        /// A plain number of up to that many digits.
        mutating func number(_ digits: Int) -> (mantissa: Int64, scale: Int) {
            var mantissa: Int64 = 0
            for _ in 0..<below(digits + 1) { mantissa = mantissa * 10 + Int64(below(10)) }
            return (below(5) == 0 ? -mantissa : mantissa, below(digits + 1))
        }

        mutating func text(_ digits: Int) -> String {
            let (mantissa, scale) = number(digits)
            var bytes: [UInt8] = []
            PlainNumber.join(mantissa, [0x30 + UInt8(scale)], to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test(
        "the product is shown with 15 digits, halves away from zero",
        arguments: [
            ("15.232", "0.018048", "1", "0.274907136"), ("15.232", "0.018048", "0.856176703", "0.235369085331653"),
            ("0.03825", "345.466829", "0.856176703", "11.3136098873275"), ("0", "24", "1", "0"),
            ("-1.5", "2", "1", "-3"), ("1", "1200", "1", "1200"), ("0.1", "10", "1", "1"),
            ("0.0000000000000005", "0.2", "1", "0.0000000000000001"),
            ("1.00000000000005", "0.1", "1", "0.100000000000005"), ("1.0000000000000005", "1", "1", "1"),
            ("1.000000000000005", "1", "1", "1.00000000000001"), ("-1.000000000000005", "1", "1", "-1.00000000000001"),
            ("9.999999999999995", "1", "1", "10"), ("999999999999.9996", "1", "1", "1000000000000"),
        ])
    func shown(price: String, quantity: String, rate: String, expected: String) throws {
        func parts(_ text: String) -> (Int64, Int) {
            let (mantissa, form) = PlainNumber.split(Array(text.utf8))
            return (mantissa, Int(form[0]) - 0x30)
        }
        let (a, b, c) = (parts(price), parts(quantity), parts(rate))
        let powers = TotalFormula.powers
        let product = try #require(TotalFormula.product(a.0, b.0, c.0))
        let scale = a.1 + b.1 + c.1
        let found = TotalFormula.shown(product, scale: scale, powers.span)
        let shown = try #require(found)
        var text: [UInt8] = []
        PlainNumber.join(shown.mantissa, [0x30 + UInt8(shown.scale)], to: &text)
        #expect(String(decoding: text, as: UTF8.self) == expected)
        let follows = TotalFormula.gives(
            product, scale: scale, shown: shown.mantissa, shownScale: shown.scale, powers.span)
        #expect(follows)
    }

    @Test("what is taken to follow is what comes back, and nothing else is")
    func agreement() {
        var random = Random(state: 7)
        let powers = TotalFormula.powers
        var followed = 0
        for _ in 0..<60_000 {
            let (price, quantity, rate) = (random.number(17), random.number(12), random.number(9))
            guard let product = TotalFormula.product(price.mantissa, quantity.mantissa, rate.mantissa) else { continue }
            let scale = price.scale + quantity.scale + rate.scale
            let shown = TotalFormula.shown(product, scale: scale, powers.span)
            if let shown {
                let isTaken = TotalFormula.gives(
                    product, scale: scale, shown: shown.mantissa, shownScale: shown.scale, powers.span)
                // A total above 10^15 without decimals may be kept although it follows.
                #expect(isTaken || shown.scale == 0 && shown.mantissa.magnitude >= 1_000_000_000_000_000)
                followed += isTaken ? 1 : 0
            }
            for _ in 0..<4 {
                let near = shown ?? (mantissa: 1, scale: 0)
                let other = (near.mantissa + Int64(random.below(3) - 1), max(0, near.scale + random.below(3) - 1))
                if TotalFormula.gives(product, scale: scale, shown: other.0, shownScale: other.1, powers.span) {
                    #expect(shown?.mantissa == other.0)
                    #expect(shown?.scale == other.1)
                }
            }
        }
        #expect(followed > 30_000)
    }

    private static let columns: [UsageColumn] = [
        .usageDate, .entitlementID, .effectiveUnitPrice, .quantity, .pcToBCExchangeRate, .pricingPreTaxTotal,
        .billingPreTaxTotal,
    ]

    /// Decimals, but for the last two, which an import refuses.
    private static let odd = [
        "", "0", "-0", "0.00", "1E-05", "007", ".5", "12345678901234567890", "\"1.5\"", "0.0", "*", "x",
    ]

    /// Lines of which the share follows its prices.
    private func rows(_ count: Int, follow: Int, seed: UInt64, odd: [String] = odd) throws -> [[String]] {
        var random = Random(state: seed)
        let powers = TotalFormula.powers
        func total(_ factors: [String]) throws -> String {
            var product: Int128 = 1
            var scale = 0
            for factor in factors {
                let (mantissa, form) = PlainNumber.split(Array(factor.utf8))
                guard form.count == 1 else { return "1" }
                product *= Int128(mantissa)
                scale += Int(form[0]) - 0x30
            }
            guard let shown = TotalFormula.shown(product, scale: scale, powers.span) else { return "2" }
            var text: [UInt8] = []
            PlainNumber.join(shown.mantissa, [0x30 + UInt8(shown.scale)], to: &text)
            return String(decoding: text, as: UTF8.self)
        }
        return try (0..<count).map { index in
            let price = random.below(9) == 0 ? odd[random.below(odd.count)] : random.text(9)
            let quantity = random.below(9) == 0 ? odd[random.below(odd.count)] : random.text(8)
            let rate = random.below(20) == 0 ? odd[random.below(odd.count)] : "0.856176703"
            func pick(_ factors: [String]) throws -> String {
                if random.below(100) < follow { return try total(factors) }
                return random.below(3) == 0 ? odd[random.below(odd.count)] : random.text(15)
            }
            return [
                "10/\(1 + index % 28)/2026", GUID(high: 1, low: UInt64(index % 5)).description, price, quantity, rate,
                try pick([price, quantity]), try pick([price, quantity, rate]),
            ]
        }
    }

    private func encode(_ rows: [[String]]) throws -> EncodedGroup {
        var builder = LineGroupBuilder(importID: 1, columns: Self.columns)
        for (index, row) in rows.enumerated() { builder.append(row, line: index + 2) }
        return try #require(builder.finish().first)
    }

    /// The fields of a column in some rows, as an export makes them.
    private func texts(_ column: UsageColumn, _ reader: LineGroupReader, _ range: Range<Int>) throws -> [String] {
        let dictionary = try reader.dictionary(column)
        let mantissas = column.form == .number ? try reader.mantissas(column.id, rows: range) : []
        return try reader.indexes(column.id, rows: range).enumerated().map { index, entry in
            var text = dictionary.raw(Int(entry))
            if column.form == .number {
                let form = text
                text = []
                PlainNumber.join(mantissas[index], form, to: &text)
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    @Test("every total comes back byte for byte, in any range of rows", arguments: [0, 3, 50, 97, 100])
    func roundTrip(follow: Int) throws {
        let rows = try rows(700, follow: follow, seed: UInt64(follow) + 1)
        let group = try encode(rows)
        let directory = try LineDirectory(decoding: group.directory)
        for column in [UsageColumn.pricingPreTaxTotal, .billingPreTaxTotal] {
            // The list of what must be fetched is enough.
            let reader = LineGroupReader()
            try reader.open(group.header)
            let wanted = directory.fetchList([column.id, .lineNumber])
            for (id, blob) in group.columns where wanted.contains(id) { try reader.load(id, blob) }
            let lines = try reader.lineNumbers(rows: 0..<rows.count)
            let position = try #require(Self.columns.firstIndex(of: column))
            for range in [0..<rows.count, 0..<1, 17..<17, 100..<333, 699..<700] {
                let expected = range.map { rows[Int(lines[$0]) - 2][position] }
                #expect(try texts(column, reader, range) == expected)
            }
        }
    }

    @Test("totals have the value that they spell")
    func values() throws {
        let rows = try rows(500, follow: 70, seed: 5, odd: Self.odd.dropLast(2))
        let group = try encode(rows)
        let reader = LineGroupReader()
        try reader.open(group.header)
        for (id, blob) in group.columns { try reader.load(id, blob) }
        let lines = try reader.lineNumbers(rows: 0..<500)
        for column in [UsageColumn.pricingPreTaxTotal, .billingPreTaxTotal] {
            let position = try #require(Self.columns.firstIndex(of: column))
            let values = try reader.numbers(column, rows: 50..<490)
            for row in 0..<440 {
                let text = rows[Int(lines[50 + row]) - 2][position].filter { $0 != "\"" }
                #expect(values.value(row) == (text.isEmpty ? nil : try ExactDecimal(parsing: text)))
            }
        }
    }

    @Test("whether a total is zero is told without it", arguments: [0, 70, 100])
    func zeros(follow: Int) throws {
        let rows = try rows(500, follow: follow, seed: 9, odd: follow == 100 ? ["0", "0.0"] : Self.odd.dropLast(2))
        let group = try encode(rows)
        let reader = LineGroupReader()
        try reader.open(group.header)
        for (id, blob) in group.columns { try reader.load(id, blob) }
        let lines = try reader.lineNumbers(rows: 0..<500)
        for column in [UsageColumn.pricingPreTaxTotal, .billingPreTaxTotal, .quantity] {
            let position = try #require(Self.columns.firstIndex(of: column))
            var marks = (0..<500).map { $0 % 3 == 0 ? UInt32(0) : 1 }
            try reader.keepZeros(column, of: &marks)
            for row in 0..<500 {
                let text = rows[Int(lines[row]) - 2][position].filter { $0 != "\"" }
                let isZero = try text.isEmpty || ExactDecimal(parsing: text).isZero
                #expect(marks[row] == (row % 3 != 0 && isZero ? 1 : 0))
            }
        }
    }

    @Test("a total that follows takes no room, and an older program is told that it is too old")
    func size() throws {
        let group = try encode(try rows(4000, follow: 100, seed: 3))
        let plain = try #require(group.columns.first { $0.id == UsageColumn.quantity.id }).blob
        #expect(plain[0] == 1)
        for column in [UsageColumn.pricingPreTaxTotal, .billingPreTaxTotal] {
            let blob = try #require(group.columns.first { $0.id == column.id }).blob
            #expect(blob[0] == 2)
            #expect(blob.count < 4000)
        }
        var newer = plain
        newer[0] = 3
        newer.replaceSubrange(6..<14, with: repeatElement(0, count: 8))
        var seed: UInt64 = 0
        for index in 0..<6 { seed |= UInt64(newer[index]) << UInt64(8 * index) }
        let contents = Array(newer[14...])
        let checksum = XXH64.hash(contents.span.bytes, seed: seed)
        for index in 0..<8 { newer[6 + index] = UInt8(truncatingIfNeeded: checksum >> UInt64(8 * index)) }
        let reader = LineGroupReader()
        try reader.open(group.header)
        #expect(throws: StoreError.unknownFormat(what: "a column of a line group")) {
            try reader.load(UsageColumn.quantity.id, newer)
        }
    }

    @Test("totals that lie under a right checksum are errors and never stop the program")
    func lies() throws {
        let group = try encode(try rows(300, follow: 80, seed: 9))
        var random = Random(state: 11)
        var refused = 0
        for (column, blob) in group.columns where column != .lineNumber {
            let contents = try ColumnBlob.open(blob)
            for _ in 0..<400 {
                var damaged = contents
                for _ in 0..<1 + random.below(3) {
                    damaged[random.below(min(damaged.count, 300))] = UInt8(truncatingIfNeeded: random.next())
                }
                do throws(StoreError) {
                    let reader = LineGroupReader()
                    try reader.open(group.header)
                    for (other, blob) in group.columns where other != column { try reader.load(other, blob) }
                    try reader.load(column, ColumnBlob.seal(damaged))
                    for total in [UsageColumn.pricingPreTaxTotal, .billingPreTaxTotal] {
                        _ = try reader.numbers(total, rows: 0..<300)
                        _ = try reader.numbers(total, rows: 100..<120)
                        _ = try reader.storedMantissas(total.id, rows: 100..<300)
                    }
                } catch {
                    #expect(["STORE_CORRUPT", "STORE_UNKNOWN_FORMAT"].contains(error.code))
                    refused += 1
                }
            }
        }
        #expect(refused > 100)
    }
}
