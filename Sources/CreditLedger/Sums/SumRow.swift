import Credit

/// One sum: the list amount of some lines of one class, and how many they are.
struct SumRow: Sendable {
    var key: SumKey
    /// The list amount in US dollars at the scale of the table that holds the row.
    var list: Int128
    var lines: UInt32
    /// Lines whose file says something else than our decision.
    var disagreeing: UInt32

    init(key: SumKey, list: Int128 = 0, lines: UInt32 = 0, disagreeing: UInt32 = 0) {
        self.key = key
        self.list = list
        self.lines = lines
        self.disagreeing = disagreeing
    }
}
