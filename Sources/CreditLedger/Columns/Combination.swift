import Credit
import Store

/// Several columns as one: the distinct combinations of their values, and which of them each line has.
struct Combination<Value> {
    /// By number.
    private(set) var values: [Value]
    /// The number of each line; empty where there is one for all.
    private(set) var ids: [UInt32] = []
    private var pairs = PairTable()
    private var other: [UInt32] = []

    init(_ value: Value) { values = [value] }

    var isConstant: Bool { ids.isEmpty }

    /// Forgets everything but its memory.
    mutating func begin(_ value: Value) {
        values.removeAll(keepingCapacity: true)
        values.append(value)
        ids.removeAll(keepingCapacity: true)
    }

    /// Tells lines apart by the texts of a column, if the group has it.
    mutating func join(
        _ reader: LineGroupReader, _ column: UsageColumn, _ apply: (inout Value, String) -> Void
    ) throws(StoreError) {
        guard let texts = try reader.texts(column), texts.count > 0 else { return }
        if texts.count > 1 { try reader.read(column, into: &other) }
        join(count: texts.count) { apply(&$0, texts.string($1)) }
    }

    /// Tells lines apart by what the texts of a column mean; texts of one meaning count as one.
    /// - Parameter word: texts without it, in any ASCII case, mean what the value says already.
    mutating func join<Meaning: Hashable>(
        _ reader: LineGroupReader, _ column: UsageColumn, unless word: StaticString,
        asOneOf meaning: (String) -> Meaning, _ apply: (inout Value, Meaning) -> Void
    ) throws(StoreError) {
        guard reader.isLoaded(column.id), try reader.mayContain(column, word) else { return }
        let texts = try reader.dictionary(column)
        var meanings: [Meaning] = []
        var numbers: [Meaning: UInt32] = [:]
        var ofEntry: [UInt32] = []
        ofEntry.reserveCapacity(texts.count)
        for entry in 0..<texts.count {
            let value = meaning(texts.string(entry))
            let number = numbers[value] ?? UInt32(meanings.count)
            if Int(number) == meanings.count {
                numbers[value] = number
                meanings.append(value)
            }
            ofEntry.append(number)
        }
        if meanings.count > 1 {
            try reader.read(column, into: &other)
            for row in other.indices { other[row] = ofEntry[Int(other[row])] }
        }
        join(count: meanings.count) { apply(&$0, meanings[$1]) }
    }

    /// Tells lines apart by numbers below `count`.
    mutating func join(numbers: [UInt32], count: Int, _ apply: (inout Value, Int) -> Void) {
        other = numbers
        join(count: count, apply)
    }

    /// Joins the numbers in `other`; with one value nothing is read.
    private mutating func join(count: Int, _ apply: (inout Value, Int) -> Void) {
        if count == 1 {
            for index in values.indices { apply(&values[index], 0) }
        } else if ids.isEmpty {
            // Changes places, so that neither is copied when the other is written.
            swap(&ids, &other)
            let one = values[0]
            values = (0..<count).map { number in
                var value = one
                apply(&value, number)
                return value
            }
        } else {
            pairs.join(&ids, firstCount: values.count, other, secondCount: count)
            values = pairs.pairs.map { pair in
                var value = values[Int(pair.first)]
                apply(&value, Int(pair.second))
                return value
            }
        }
    }
}
