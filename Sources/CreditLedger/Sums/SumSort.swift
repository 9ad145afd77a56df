/// Sorts rows by key; many of them field by field from the last: keys are small dense numbers, so counting beats comparing.
enum SumSort {
    /// Below, the counts would take longer than the rows.
    private static let fewRows = 4_096

    static func sort(_ rows: inout [SumRow]) {
        guard rows.count > fewRows else { return rows.sort { $0.key < $1.key } }
        var highest: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
        for row in rows {
            highest.0 = max(highest.0, row.key.sumClass)
            highest.1 = max(highest.1, row.key.product)
            highest.2 = max(highest.2, row.key.group)
            highest.3 = max(highest.3, row.key.account)
        }
        var spare = rows
        for (field, top) in [highest.0, highest.1, highest.2, highest.3].enumerated() where top > 0 {
            pass(&rows, into: &spare, shift: UInt128(field * 32))
            if top > 0xFFFF { pass(&rows, into: &spare, shift: UInt128(field * 32 + 16)) }
        }
    }

    /// One stable pass by 16 bits of the key; the result is in `rows`.
    private static func pass(_ rows: inout [SumRow], into spare: inout [SumRow], shift: UInt128) {
        var starts = [Int](repeating: 0, count: 0x1_0001)
        for row in rows { starts[Int(UInt16(truncatingIfNeeded: row.key.packed >> shift)) + 1] += 1 }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        for row in rows {
            let digit = Int(UInt16(truncatingIfNeeded: row.key.packed >> shift))
            spare[starts[digit]] = row
            starts[digit] += 1
        }
        swap(&rows, &spare)
    }
}
