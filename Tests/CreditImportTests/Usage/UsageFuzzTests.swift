import Credit
import Foundation
import Store
import StoreSQLite
import Testing

@testable import CreditImport

@Suite("Usage import of damaged files")
struct UsageFuzzTests {
    @Test("what is taken comes back byte for byte, everything else is refused with a word", arguments: 1...6)
    func damaged(seed: Int) throws {
        var numbers = Numbers(state: UInt64(seed) &* 7919)
        let rows = (0..<120).map { UsageFixture.row($0, $0 % 9 == 0 ? [.tags: "\"a\r\nb,\"\"c\"\"\""] : [:]) }
        let good = Array(([UsageFixture.header] + rows).joined(separator: seed % 2 == 0 ? "\n" : "\r\n").utf8)
        var taken = 0
        for _ in 0..<6 {
            var file = good
            let odd = Array("\",\n\r/.-+eE0\u{0}".utf8) + [0xFF, 0xC3, 0x80]
            for _ in 0..<numbers.next(6) {
                let place =
                    UsageFixture.header.utf8.count + 2 + numbers.next(file.count - UsageFixture.header.utf8.count - 3)
                switch numbers.next(3) {
                case 0: file[place] = odd[numbers.next(odd.count)]
                case 1: file.insert(odd[numbers.next(odd.count)], at: place)
                default: file.removeSubrange(place..<min(file.count, place + 1 + numbers.next(80)))
                }
            }
            if numbers.next(3) == 0 { file.removeLast(numbers.next(2000)) }
            let fixture = try UsageFixture()
            do {
                let outcome = try fixture.run(file) {
                    $0.blockBytes = 300 + numbers.next(40_000)
                    $0.rows = 160
                    $0.trainingRows = 10 + numbers.next(100)
                    $0.recordBytes = 30_000
                }
                #expect(try fixture.export(outcome) == file)
                taken += 1
            } catch let failure as ImportFailure {
                #expect(
                    ["IMPORT_UNTERMINATED_QUOTE", "IMPORT_RECORD_TOO_LONG", "IMPORT_TOO_MANY_BAD_ROWS"]
                        .contains(failure.code))
            }
        }
        #expect(taken > 0)
    }

    @Test("bytes that are no CSV at all are refused")
    func rubbish() throws {
        var numbers = Numbers(state: 5)
        let fixture = try UsageFixture()
        for size in [1, 2, 100, 70_000, 300_000] {
            let file = (0..<size).map { _ in UInt8(numbers.next(256)) }
            #expect(throws: ImportFailure.self) { try fixture.run(file) }
            let afterHeader = Array((UsageFixture.header + "\n").utf8) + file
            do {
                let outcome = try UsageFixture().run(afterHeader)
                #expect(outcome.rows == 0)
            } catch let failure as ImportFailure {
                #expect(!failure.code.isEmpty)
            }
        }
    }

    @Test("dictionaries number texts by first appearance, whatever their bytes")
    func interner() {
        var numbers = Numbers(state: 11)
        var interner = Interner()
        defer { interner.deallocate() }
        var expected: [[UInt8]: UInt16] = [:]
        for _ in 0..<40_000 {
            let length = numbers.next(5) == 0 ? numbers.next(70) : numbers.next(12)
            var text = (0..<length).map { _ in UInt8(numbers.next(3)) }
            let padded = text + [UInt8](repeating: UInt8(numbers.next(256)), count: 16)
            let guess = UInt16(numbers.next(65_536))
            let known = expected[text] ?? UInt16(expected.count)
            let found = padded.withUnsafeBufferPointer { buffer -> UInt16 in
                guard let base = buffer.baseAddress else { return 0 }
                return numbers.next(2) == 0
                    ? interner.intern(base, length) : interner.intern(base, length, guess: guess)
            }
            #expect(found == known)
            expected[text] = known
            #expect(interner.text(Int(found)) == text)
            text.removeAll()
        }
        #expect(interner.count == expected.count)
        interner.removeAll()
        #expect(interner.count == 0)
    }
}
