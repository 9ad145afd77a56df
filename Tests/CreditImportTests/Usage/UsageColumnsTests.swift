import Store
import Testing

@testable import CreditImport

@Suite("Columns of gathered lines")
struct UsageColumnsTests {
    private static let header = try? UsageHeader(parsing: Array(UsageFixture.header.utf8))

    /// Texts of all lengths that differ in a byte anywhere, or not at all.
    private static func rows(_ count: Int, _ numbers: inout Numbers) -> [[String]] {
        (0..<count).map { row in
            UsageFixture.columns.map { column in
                switch column {
                case .usageDate, .quantity, .unitPrice, .effectiveUnitPrice, .billingPreTaxTotal, .pricingPreTaxTotal:
                    return UsageFixture.value(column, row)
                case .partnerID: return "constant"
                default:
                    let length = numbers.next(3) == 0 ? numbers.next(300) : numbers.next(20)
                    var text = [UInt8](repeating: UInt8(ascii: column == .resourceURI ? "/" : "a"), count: length)
                    if length > 0, numbers.next(2) == 0 { text[numbers.next(length)] = UInt8(ascii: "b") }
                    return String(decoding: text, as: UTF8.self)
                }
            }
        }
    }

    @Test(
        "every line has the number of its text, by first appearance, and every field that of its own, with any leader",
        arguments: 0...2, Leader.allCases)
    func numbers(level: Int, leader: Leader) throws {
        _ = ByteScan.use(level: level)
        defer { _ = ByteScan.use(level: -1) }
        var numbers = Numbers(state: UInt64(7 + level))
        let header = try #require(Self.header)
        let rows = Self.rows(700, &numbers)
        let singles = SpanPlan.single(header).spans
        // Neighbouring columns in spans of three.
        var spans: [SpanPlan.Span] = []
        for single in singles {
            if let last = spans.last, last.columns.count < 3, last.columns.upperBound == single.columns.lowerBound {
                spans[spans.count - 1].columns = last.columns.lowerBound..<single.columns.upperBound
            } else {
                spans.append(SpanPlan.Span(columns: single.columns, leader: leader))
            }
        }
        let columns = UsageColumns(header, SpanPlan(spans: spans), rowCapacity: 1024, isLearning: false)
        for pass in 0..<2 {
            if pass == 1 { columns.removeAll() }
            take(rows, header, columns)
            for (place, span) in spans.enumerated() { check(place, span, rows, columns) }
        }
    }

    private func take(_ rows: [[String]], _ header: UsageHeader, _ columns: UsageColumns) {
        let bytes = Array(rows.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
        let block = RecordBlock(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { block.base[index] = byte }
        for index in 0..<RecordBlock.padding { block.base[bytes.count + index] = 0xFF }
        block.count = bytes.count
        let scanner = FieldScanner(fieldCount: header.columns.count)
        scanner.begin(block)
        var row = 0
        while scanner.next() {
            columns.append(scanner.batch, base: UnsafePointer(block.base), at: row)
            row += scanner.batch.count
        }
        #expect(row == rows.count)
    }

    private func check(_ place: Int, _ span: SpanPlan.Span, _ rows: [[String]], _ columns: UsageColumns) {
        var known: [[String]: UInt16] = [:]
        let memory = columns.span(place)
        for (row, fields) in rows.enumerated() {
            let text = Array(fields[span.columns])
            let number = known[text] ?? UInt16(known.count)
            known[text] = number
            #expect(memory.pointee.ids[row] == number)
        }
        #expect(memory.pointee.texts.count == known.count)
        for index in 0..<memory.pointee.partCount {
            let part = memory.pointee.parts[index]
            var values: [String: UInt16] = [:]
            for (text, entry) in known.sorted(by: { $0.value < $1.value }) {
                var value = text[part.field][...]
                let cut = value.lastIndex(of: "/").map { value.index(after: $0) } ?? value.startIndex
                switch part.piece {
                case .whole: break
                case .folder: value = value[..<cut]
                case .name: value = value[cut...]
                }
                let number = values[String(value)] ?? UInt16(values.count)
                values[String(value)] = number
                #expect(part.numbers[Int(entry)] == number)
                let base = memory.pointee.texts.entries.base
                let bytes = (part.starts[Int(number)]..<part.ends[Int(number)]).map { base[Int($0)] }
                #expect(bytes == Array(value.utf8))
            }
            #expect(part.count == values.count)
        }
    }
}
