/// The columns of a line group that sums are made from, one entry a line; numbers of values are local to the group.
struct SumColumns {
    /// Stretches of lines of one account, in the order of the lines.
    var runs: [AccountRun] = []
    /// Day of the month, 1…31.
    var day: [UInt32] = []
    var sumClass: [UInt32] = []
    /// Resource group; empty where no sums by it are wanted.
    var group: [UInt32] = []
    /// Pair of product and meter category.
    var product: [UInt32] = []
    /// 1 where the file agrees with the decision.
    var agrees: [UInt32] = []
    /// 0 for lines that a newer file replaced; empty where all lines count.
    var counts: [UInt8] = []
    var scale = 0

    /// The values' numbers in the month's tables.
    var classes: [UInt32] = []
    var groups: [UInt32] = []
    var products: [UInt32] = []
}

/// Neighbouring lines of one account.
struct AccountRun: Sendable {
    var account: UInt32
    var rows: Range<Int>
}

/// The sums of one group, by the month's numbers, accounts in the order of the lines.
struct GroupSums: Sendable {
    var days: [SumRow] = []
    var cells: [SumRow] = []
    var products: [SumRow] = []
    var scale = 0
    var lines = 0
}

/// Sums the lines of groups; keeps its tables from group to group.
struct GroupSummer {
    private var daySlots: [UInt32] = []
    private var productSlots: [UInt32] = []
    private var cellSlots: [UInt32] = []
    private var cellKeys: [UInt64] = []

    /// The caller has checked that no sum of the group's amounts leaves 128 bits.
    ///
    /// - Parameter list: list amounts of the lines as whole numbers of 10^−`columns.scale`.
    mutating func sum(_ columns: SumColumns, list: [Int128]) -> GroupSums {
        var sums = GroupSums()
        sums.scale = columns.scale
        let classCount = max(1, columns.classes.count)
        daySlots = [UInt32](repeating: 0, count: 32 * classCount)
        productSlots = [UInt32](repeating: 0, count: max(1, columns.products.count) * classCount)
        for run in columns.runs {
            sumDays(columns, list, run, classCount, &sums)
            if !columns.group.isEmpty { sumCells(columns, list, run, &sums) }
        }
        sumProducts(columns, list, classCount, &sums)
        return sums
    }

    private mutating func sumDays(
        _ columns: SumColumns, _ list: [Int128], _ run: AccountRun, _ classCount: Int, _ sums: inout GroupSums
    ) {
        let day = columns.day.span
        let sumClass = columns.sumClass.span
        let list = list.span
        let agrees = columns.agrees.span
        let counts = columns.counts.span
        for row in run.rows where counts.isEmpty || counts[row] != 0 {
            let slot = Int(day[row]) * classCount + Int(sumClass[row])
            var index = Int(daySlots[slot])
            if index == 0 {
                let key = SumKey(
                    account: run.account, group: day[row], class: columns.classes[Int(sumClass[row])])
                sums.days.append(SumRow(key: key))
                index = sums.days.count
                daySlots[slot] = UInt32(index)
            }
            sums.days[index - 1].add(list[row], agrees: agrees[row])
            sums.lines += 1
        }
        // Only the places that this run used are cleared.
        for row in run.rows { daySlots[Int(day[row]) * classCount + Int(sumClass[row])] = 0 }
    }

    private mutating func sumCells(_ columns: SumColumns, _ list: [Int128], _ run: AccountRun, _ sums: inout GroupSums)
    {
        var size = 16
        while size < run.rows.count * 2 { size *= 2 }
        if cellSlots.count < size { cellSlots = [UInt32](repeating: 0, count: size) }
        for slot in 0..<size { cellSlots[slot] = 0 }
        let mask = size - 1
        let base = sums.cells.count
        cellKeys.removeAll(keepingCapacity: true)
        let group = columns.group.span
        let product = columns.product.span
        let sumClass = columns.sumClass.span
        let list = list.span
        let agrees = columns.agrees.span
        let counts = columns.counts.span
        for row in run.rows where counts.isEmpty || counts[row] != 0 {
            let key = UInt64(group[row]) << 40 | UInt64(product[row]) << 20 | UInt64(sumClass[row])
            let mixed = key &* 0x9E37_79B9_7F4A_7C15
            var slot = Int(truncatingIfNeeded: mixed >> 32) & mask
            while cellSlots[slot] != 0, cellKeys[Int(cellSlots[slot]) - 1] != key { slot = (slot + 1) & mask }
            if cellSlots[slot] == 0 {
                let wide = SumKey(
                    account: run.account, group: columns.groups[Int(group[row])],
                    product: columns.products[Int(product[row])], class: columns.classes[Int(sumClass[row])])
                cellKeys.append(key)
                cellSlots[slot] = UInt32(cellKeys.count)
                sums.cells.append(SumRow(key: wide))
            }
            let index = base + Int(cellSlots[slot]) - 1
            sums.cells[index].add(list[row], agrees: agrees[row])
        }
    }

    private mutating func sumProducts(
        _ columns: SumColumns, _ list: [Int128], _ classCount: Int, _ sums: inout GroupSums
    ) {
        let product = columns.product.span
        let sumClass = columns.sumClass.span
        let list = list.span
        let agrees = columns.agrees.span
        let counts = columns.counts.span
        for row in 0..<columns.product.count where counts.isEmpty || counts[row] != 0 {
            let slot = Int(product[row]) * classCount + Int(sumClass[row])
            var index = Int(productSlots[slot])
            if index == 0 {
                let key = SumKey(
                    product: columns.products[Int(product[row])], class: columns.classes[Int(sumClass[row])])
                sums.products.append(SumRow(key: key))
                index = sums.products.count
                productSlots[slot] = UInt32(index)
            }
            sums.products[index - 1].add(list[row], agrees: agrees[row])
        }
    }
}
