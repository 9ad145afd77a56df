import Credit

/// One sum: the list amount of some lines of one class, and how many they are.
struct SumRow: Sendable {
    var key: SumKey
    /// The list amount in US dollars at the scale of the table that holds the row.
    var list: Int128
    var lines: UInt32
    /// Lines whose file says something else than our decision.
    var disagreeing: UInt32

    /// Takes a line in; the caller knows that no sum leaves 128 bits.
    mutating func add(_ amount: Int128, agrees: UInt32) {
        list &+= amount
        lines &+= 1
        disagreeing &+= 1 &- agrees
    }

    /// Takes another row of the same key and scale in; false, and unchanged, where the sum leaves 128 bits.
    mutating func addIfFits(_ other: SumRow) -> Bool {
        let (sum, overflow) = list.addingReportingOverflow(other.list)
        if overflow { return false }
        list = sum
        lines &+= other.lines
        disagreeing &+= other.disagreeing
        return true
    }

    init(key: SumKey, list: Int128 = 0, lines: UInt32 = 0, disagreeing: UInt32 = 0) {
        self.key = key
        self.list = list
        self.lines = lines
        self.disagreeing = disagreeing
    }
}
