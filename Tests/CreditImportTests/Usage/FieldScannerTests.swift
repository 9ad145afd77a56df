import Testing

@testable import CreditImport

@Suite("Field scanner")
struct FieldScannerTests {
    private struct Record: Equatable {
        var line: Int
        var fields: [[UInt8]]
    }

    /// Byte by byte.
    private static func records(_ bytes: [UInt8], fieldCount: Int) -> [Record] {
        var records: [Record] = []
        var fields: [[UInt8]] = [[]]
        var isQuoted = false
        var line = 1
        var start = 1
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: ","), !isQuoted {
                fields.append([])
            } else if byte == UInt8(ascii: "\n"), !isQuoted {
                if fields.count == fieldCount, fields[fieldCount - 1].last == UInt8(ascii: "\r") {
                    fields[fieldCount - 1].removeLast()
                }
                records.append(Record(line: start, fields: fields))
                fields = [[]]
                start = line
            } else {
                fields[fields.count - 1].append(byte)
            }
        }
        return records
    }

    private static func scanned(_ bytes: [UInt8], fieldCount: Int, _ scanner: FieldScanner) -> [Record] {
        let block = RecordBlock(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { block.base[index] = byte }
        for index in 0..<RecordBlock.padding { block.base[bytes.count + index] = UInt8(ascii: ",") }
        block.count = bytes.count
        var records: [Record] = []
        scanner.begin(block)
        while scanner.next() {
            for row in 0..<scanner.batch.count {
                let fields = (0..<fieldCount).map { column in
                    let (text, size) = scanner.batch.field(row, column, UnsafePointer(block.base))
                    return Array(UnsafeBufferPointer(start: text, count: size))
                }
                records.append(Record(line: Int(scanner.batch.lines[row]), fields: fields))
            }
            if let odd = scanner.odd {
                let text = Array(bytes[odd.bytes].dropLast())
                records.append(Record(line: odd.line, fields: UsageHeader.fields(text[...])))
            }
        }
        return records
    }

    @Test("finds what a reader finds that looks at every byte, with any instructions", arguments: 0...2)
    func agreement(level: Int) {
        // Other tests may change it meanwhile, which must not matter either.
        #expect(0...level ~= ByteScan.use(level: level))
        defer { _ = ByteScan.use(level: -1) }
        var state = UInt64(level + 1)
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let alphabet = Array("\"\"\",,,,,\n\n\r\rabcdefgh".utf8)
        for round in 0..<300 {
            let fieldCount = 2 + next(5)
            let scanner = FieldScanner(fieldCount: fieldCount)
            for _ in 0..<2 {
                var bytes: [UInt8] = []
                if round % 3 == 0 {
                    bytes = (0..<next(round % 30 == 0 ? 90_000 : 400)).map { _ in alphabet[next(alphabet.count)] }
                } else {
                    // Mostly right records, many to a batch, some with quotes and newlines in them.
                    for _ in 0..<next(round % 10 == 1 ? 3000 : 300) {
                        let count = next(40) == 0 ? 1 + next(9) : fieldCount
                        bytes +=
                            (0..<count).map { _ in
                                next(30) == 0 ? "\"a\n,\"\"\(next(9))\"" : String(repeating: "x", count: next(20))
                            }.joined(separator: ",").utf8
                        bytes += next(4) == 0 ? [0x0D, 0x0A] : [0x0A]
                    }
                }
                if bytes.filter({ $0 == UInt8(ascii: "\"") }).count % 2 == 1 { bytes.append(UInt8(ascii: "\"")) }
                bytes.append(0x0A)
                let expected = Self.records(bytes, fieldCount: fieldCount)
                #expect(Self.scanned(bytes, fieldCount: fieldCount, scanner) == expected)
            }
        }
    }

    @Test("a record of nothing but commas takes no more memory than others")
    func manyFields() {
        let scanner = FieldScanner(fieldCount: 3)
        var bytes = Array("a,b,c\n".utf8)
        bytes += [UInt8](repeating: UInt8(ascii: ","), count: 300_000) + [0x0A]
        bytes += Array("d,e,f\n".utf8)
        let records = Self.scanned(bytes, fieldCount: 3, scanner)
        #expect(records.map(\.line) == [1, 2, 3])
        #expect(records.map(\.fields.count) == [3, 300_001, 3])
    }
}
