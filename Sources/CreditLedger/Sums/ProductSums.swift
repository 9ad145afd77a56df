import Credit

/// Sums by product and class while they grow: a place for every pair of the two.
struct ProductSums: Sendable {
    private(set) var rows: [SumRow] = []
    private var stride = 16

    /// Adds lines; the caller has checked that no sum leaves 128 bits.
    mutating func add(_ columns: SumColumns, list: [Int128]) {
        let list = list.span
        let (product, sumClass) = (columns.product.span, columns.sumClass.span)
        let (agrees, counts) = (columns.agrees.span, columns.counts.span)
        let width = stride
        var rows = rows.mutableSpan
        for line in 0..<product.count where counts.isEmpty || counts[line] != 0 {
            rows[Int(product[line]) &* width &+ Int(sumClass[line])].add(list[line], agrees: agrees[line])
        }
    }

    /// Adds rows whose keys have the product; no sum leaves 128 bits.
    mutating func add(_ more: ArraySlice<SumRow>) {
        let width = stride
        var rows = rows.mutableSpan
        for row in more {
            let place = Int(row.key.product) &* width &+ Int(row.key.sumClass)
            rows[place].list &+= row.list
            rows[place].lines &+= row.lines
            rows[place].disagreeing &+= row.disagreeing
        }
    }

    mutating func update<Failure>(_ body: (inout SumRow) throws(Failure) -> Void) throws(Failure) {
        for index in rows.indices { try body(&rows[index]) }
    }

    /// Makes room for as many products and classes.
    mutating func reserve(products: Int, classes: Int) {
        if classes > stride {
            let old = self
            while stride < classes { stride *= 2 }
            rows = []
            extend(to: products)
            for row in old.rows { rows[Int(row.key.product) * stride + Int(row.key.sumClass)] = row }
        }
        extend(to: products)
    }

    private mutating func extend(to products: Int) {
        while rows.count < products * stride {
            let (product, sumClass) = rows.count.quotientAndRemainder(dividingBy: stride)
            rows.append(SumRow(key: SumKey(product: UInt32(product), class: UInt32(sumClass))))
        }
    }
}
