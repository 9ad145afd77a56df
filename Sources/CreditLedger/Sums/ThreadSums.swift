import Credit
import Store

/// The sums of the groups that one thread computes, by numbers of its own for classes, products and resource groups.
struct ThreadSums: Sendable {
    private(set) var classes: [SumClass] = []
    private var classNumbers: [SumClass: UInt32] = [:]
    private var productTexts = TextNumbers()
    private var categoryTexts = TextNumbers()
    /// Pairs of numbers of the two.
    private var pairs: [UInt64] = []
    private var pairNumbers: [UInt64: UInt32] = [:]
    private var groupTexts = TextNumbers()

    /// By account, day and class; the day in the place of the group.
    private(set) var days: AccountRows
    /// By account, resource group, product and class.
    private(set) var cells: AccountRows
    private(set) var products = ProductSums()
    private(set) var extras = SumExtras()
    /// How fine `cells` are; coarser once they alone are too many for the month.
    private(set) var detail = CellDetail.products
    /// Decimal places of all list amounts.
    private(set) var scale = 0
    /// Lines that count.
    private(set) var lines = 0
    /// No sum's magnitude is above this.
    private var reach: UInt128 = 0
    private let cellLimit: Int

    /// - Parameters:
    ///   - cellLimit: how many cells a month may have before they are made coarser.
    ///   - rowLimit: how many rows come before those of one key are put together.
    init(cellLimit: Int, rowLimit: Int) {
        days = AccountRows(rowLimit: rowLimit * 2)
        cells = AccountRows(rowLimit: rowLimit)
        self.cellLimit = cellLimit
    }

    // MARK: Numbers of values

    var groups: [String] { (0..<groupTexts.count).map { groupTexts.text($0) } }
    var productPairs: [ProductPair] {
        pairs.map { pair in
            ProductPair(
                product: productTexts.text(Int(pair >> 32)), category: categoryTexts.text(Int(pair & 0xFFFF_FFFF)))
        }
    }

    mutating func number(of value: SumClass) -> UInt32 {
        if let known = classNumbers[value] { return known }
        let number = UInt32(classes.count)
        classNumbers[value] = number
        classes.append(value)
        return number
    }

    mutating func number(ofGroup name: String) -> UInt32 {
        let text = name.lowercased().utf8
        return groupTexts.number(of: text.span)
    }

    mutating func number(ofProduct product: String, category: String) -> UInt32 {
        let (text, kind) = (product.utf8, category.utf8)
        return number(ofPair: productTexts.number(of: text.span), categoryTexts.number(of: kind.span))
    }

    private mutating func number(ofPair product: UInt32, _ category: UInt32) -> UInt32 {
        let key = UInt64(product) << 32 | UInt64(category)
        if let known = pairNumbers[key] { return known }
        let number = UInt32(pairs.count)
        pairNumbers[key] = number
        pairs.append(key)
        return number
    }

    /// The numbers of resource groups, without regard to case; one for a blank name where there are no texts.
    mutating func numbers(ofGroups texts: TextDictionary?, into numbers: inout [UInt32]) {
        numbers.removeAll(keepingCapacity: true)
        guard let texts else { return numbers.append(groupTexts.number(of: Self.blank.span)) }
        for entry in 0..<texts.count {
            let folded = texts.withText(entry) { Self.lowercased($0) }
            numbers.append(groupTexts.number(of: folded.span))
        }
    }

    /// The numbers of pairs of a product and a meter category, each by its entry.
    mutating func numbers(
        ofProducts texts: TextDictionary?, categories: TextDictionary?, _ found: [(first: UInt32, second: UInt32)],
        into numbers: inout [UInt32]
    ) {
        numbers.removeAll(keepingCapacity: true)
        var products = [UInt32]()
        var kinds = [UInt32]()
        if let texts { productTexts.numbers(of: texts, into: &products) }
        if let categories { categoryTexts.numbers(of: categories, into: &kinds) }
        if products.isEmpty { products.append(productTexts.number(of: Self.blank.span)) }
        if kinds.isEmpty { kinds.append(categoryTexts.number(of: Self.blank.span)) }
        for pair in found { numbers.append(number(ofPair: products[Int(pair.first)], kinds[Int(pair.second)])) }
    }

    private static let blank: [UInt8] = []

    private static func lowercased(_ text: Span<UInt8>) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.count)
        for index in text.indices {
            let byte = text[index]
            // Beyond ASCII the rules of Unicode hold.
            if byte >= 0x80 { return Array(unicodeLowercased(text).utf8) }
            folded.append(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte)
        }
        return folded
    }

    private static func unicodeLowercased(_ text: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        for index in text.indices { bytes.append(text[index]) }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    // MARK: Sums

    /// Adds the lines of a group.
    /// - Throws: `.overflow` beyond 256 bits.
    mutating func add(_ columns: SumColumns, _ money: inout GroupMoney) throws(DecimalError) {
        if money.scale > scale {
            try raise(to: money.scale)
        } else if money.scale < scale {
            try money.raise(to: scale)
        }
        if reach.addingReportingOverflow(money.reach).partialValue > UInt128(Int128.max)
            || money.reach > UInt128(Int128.max)
        {
            try spill()
        }
        reach += money.reach
        products.reserve(products: pairs.count, classes: classes.count)
        for run in columns.runs {
            _ = days.add(run, group: columns.day, product: nil, columns, list: money.list)
            if detail == .none { continue }
            let isFine = detail == .products
            let new = cells.add(
                run, group: columns.group, product: isFine ? columns.product : nil, columns, list: money.list)
            if isFine { products.add(cells.rows[new]) }
        }
        if detail != .products { products.add(columns, list: money.list) }
        if columns.counts.isEmpty {
            lines += columns.day.count
        } else {
            for count in columns.counts where count != 0 { lines += 1 }
        }
        _ = days.compactIfLarge()
        guard cells.compactIfLarge() else { return }
        while cells.count > cellLimit, detail != .none { try reduceCells(to: detail == .products ? .groups : .none) }
    }

    /// Adds what a line's number cannot hold.
    mutating func addExtra(
        _ extra: SumExtra, account: UInt32, day: UInt32, group: UInt32, product: UInt32, sumClass: UInt32
    ) throws(DecimalError) {
        try extras.days.add(SumKey(account: account, group: day, class: sumClass), extra)
        if detail != .none {
            let key = SumKey(account: account, group: group, product: product, class: sumClass)
            try extras.cells.add(detail == .products ? key : key.without(product: true), extra)
        }
        try extras.products.add(SumKey(product: product, class: sumClass), extra)
    }

    /// Makes the cells no finer than `detail`.
    mutating func reduceCells(to wanted: CellDetail) throws(DecimalError) {
        guard wanted < detail else { return }
        detail = wanted
        let oldExtras = extras.cells
        extras.cells = [:]
        if wanted == .none {
            cells = AccountRows(rowLimit: 0)
            return
        }
        // No sum leaves 128 bits: `reach` counts all of them together.
        cells.dropProducts()
        for (key, extra) in oldExtras { try extras.cells.add(key.without(product: true), extra) }
    }

    /// Raises all sums to a finer scale.
    mutating func raise(to finer: Int) throws(DecimalError) {
        guard finer > scale else { return }
        let factor = Decimals.power(finer - scale)
        let (raised, overflow) = reach.multipliedReportingOverflow(by: UInt128(factor))
        if overflow || raised > UInt128(Int128.max) {
            try spill()
        } else {
            reach = raised
            days.update { $0.list &*= factor }
            cells.update { $0.list &*= factor }
            products.update { $0.list &*= factor }
        }
        scale = finer
    }

    /// Moves all amounts to where there is no limit of 128 bits.
    private mutating func spill() throws(DecimalError) {
        reach = 0
        let scale = scale
        var moved = extras
        try days.update { (row) throws(DecimalError) in try moved.days.move(&row.list, of: row.key, scale: scale) }
        try cells.update { (row) throws(DecimalError) in try moved.cells.move(&row.list, of: row.key, scale: scale) }
        try products.update { (row) throws(DecimalError) in
            try moved.products.move(&row.list, of: row.key, scale: scale)
        }
        extras = moved
    }
}

/// What the rows of the tables cannot hold; empty in all but the strangest months.
struct SumExtras: Sendable {
    var days: [SumKey: SumExtra] = [:]
    var cells: [SumKey: SumExtra] = [:]
    var products: [SumKey: SumExtra] = [:]
}

extension [SumKey: SumExtra] {
    mutating func add(_ key: SumKey, _ extra: SumExtra) throws(DecimalError) {
        var sum = self[key] ?? SumExtra(list: .zero, cut: .zero)
        try sum.add(extra)
        self[key] = sum
    }

    fileprivate mutating func move(_ list: inout Int128, of key: SumKey, scale: Int) throws(DecimalError) {
        if list == 0 { return }
        try add(key, SumExtra(list: WideDecimal(coefficient: list, scale: scale), cut: .zero))
        list = 0
    }
}
