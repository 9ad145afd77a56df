internal import Credit

/// Totals: numbers that are stored only where they do not follow from other columns.
///
/// To whoever asks they are numbers like others. Their dictionary is that of the lines that keep their own total, and
/// then all scales that a total may have.
extension LineGroupReader {
    /// The totals of some lines, as a column of numbers would have them.
    struct Totals {
        let column: ColumnID
        let rows: Range<Int>
        var mantissas: [Int64]
        var ids: [UInt32]
    }

    /// The dictionary of a column of totals.
    func totalDictionary(_ section: ColumnSection) -> TextDictionary {
        let stored = section.dictionary(part: 1)
        var arena: [UInt8] = []
        var offsets: [UInt32] = [0]
        for entry in 0..<stored.count {
            let text = stored.raw(entry)
            // No line has this one.
            arena += text == [TotalFormula.entry] ? [0x30] : text
            offsets.append(UInt32(arena.count))
        }
        for scale in PlainNumber.scales {
            arena.append(0x30 + UInt8(scale))
            offsets.append(UInt32(arena.count))
        }
        return TextDictionary(arena: arena, offsets: offsets)
    }

    /// Works out the totals of some lines.
    func totals(_ section: ColumnSection, _ formula: TotalFormula, rows: Range<Int>) throws(StoreError) -> Totals {
        if let known = lastTotals, known.column == section.column, known.rows == rows { return known }
        var (totals, derived) = try stored(section, rows: rows)
        if let derived, totals.ids.contains(derived) {
            try derive(&totals, formula, derived, firstScale: UInt32(section.parts[1].entryCount))
        }
        lastTotals = totals
        return totals
    }

    /// The totals as they are stored, and the entry of those that follow from other columns.
    private func stored(
        _ section: ColumnSection, rows: Range<Int>
    ) throws(StoreError) -> (totals: Totals, derived: UInt32?) {
        let texts = section.dictionary(part: 1)
        let derived = (0..<texts.count).first { texts.raw($0) == [TotalFormula.entry] }.map { UInt32($0) }
        // Where lines keep their own totals, those of the lines before must be counted.
        let first = section.integerCount == 0 ? rows.lowerBound : 0
        let entries = try storedIndexes(section, part: 1, rows: first..<rows.upperBound)
        let before = entries[..<(rows.lowerBound - first)].count { $0 != derived }
        let ids = Array(entries[(rows.lowerBound - first)...])
        let count = ids.count { $0 != derived }
        guard before + count <= section.integerCount else {
            throw .corrupt(detail: "a column of totals has too few of them")
        }
        var mantissas = [Int64](repeating: 0, count: rows.count)
        let own = try wholeNumbers(section, before..<before + count)
        var next = 0
        for row in ids.indices where ids[row] != derived {
            mantissas[row] = own[next]
            next += 1
        }
        return (Totals(column: section.column, rows: rows, mantissas: mantissas, ids: ids), derived)
    }

    private func derive(
        _ totals: inout Totals, _ formula: TotalFormula, _ derived: UInt32, firstScale: UInt32
    ) throws(StoreError) {
        let rows = totals.rows
        let factors = try factors(formula)
        let priceIDs = try indexes(UsageColumn.effectiveUnitPrice.id, rows: rows)
        let quantities = try mantissas(UsageColumn.quantity.id, rows: rows)
        let quantityIDs = try indexes(UsageColumn.quantity.id, rows: rows)
        let rateIDs = factors.rates == nil ? [] : try indexes(UsageColumn.pcToBCExchangeRate.id, rows: rows)
        let powers = TotalFormula.powers
        for row in totals.ids.indices where totals.ids[row] == derived {
            guard
                let (product, scale) = factors.product(
                    price: Int(priceIDs[row]), quantity: quantities[row], quantityScale: Int(quantityIDs[row]),
                    rate: rateIDs.isEmpty ? 0 : Int(rateIDs[row])),
                let (mantissa, places) = TotalFormula.shown(product, scale: scale, powers.span)
            else { throw .corrupt(detail: "a total of a line group does not follow from its price and quantity") }
            totals.mantissas[row] = mantissa
            totals.ids[row] = firstScale + UInt32(places)
        }
    }

    private func factors(_ formula: TotalFormula) throws(StoreError) -> TotalFactors {
        TotalFactors(
            prices: try factorTable(.effectiveUnitPrice), quantities: try factorTable(.quantity),
            rates: formula == .billing ? try factorTable(.pcToBCExchangeRate) : nil)
    }

    private func factorTable(_ column: UsageColumn) throws(StoreError) -> FactorTable {
        let section = try section(column.id)
        if let known = section.factors { return known }
        var table = FactorTable()
        switch section.form {
        case 0:
            let texts = section.dictionary(part: 0)
            for entry in 0..<texts.count { table.append(texts.raw(entry)) }
        case 2:
            let texts = section.dictionary(part: 1)
            for entry in 0..<texts.count { table.append(form: texts.raw(entry)) }
        default: throw Self.wrongForm
        }
        section.factors = table
        return table
    }

    // MARK: As they are stored

    /// The scales of a column of numbers as they are stored: `TotalFormula.entry` stands for totals that follow from
    /// other columns, whose whole number is 0.
    package func storedDictionary(_ column: ColumnID) throws(StoreError) -> TextDictionary {
        let section = try section(column)
        return section.dictionary(part: try textPart(section))
    }

    package func storedIndexes(_ column: ColumnID, rows: Range<Int>) throws(StoreError) -> [UInt32] {
        let section = try section(column)
        return try storedIndexes(section, part: textPart(section), rows: rows)
    }

    package func storedMantissas(_ column: ColumnID, rows: Range<Int>) throws(StoreError) -> [Int64] {
        let section = try section(column)
        guard section.formula != nil else { return try mantissas(column, rows: rows) }
        try check(rows, rows.count)
        return try stored(section, rows: rows).totals.mantissas
    }

    private func storedIndexes(_ section: ColumnSection, part: Int, rows: Range<Int>) throws(StoreError) -> [UInt32] {
        try unsafe array(rows) { target throws(StoreError) in
            try unsafe indexes(section, part: part, rows, into: target)
        }
    }

    /// Whole numbers by their own places; the caller has checked these.
    private func wholeNumbers(_ section: ColumnSection, _ places: Range<Int>) throws(StoreError) -> [Int64] {
        var values = [Int64](repeating: 0, count: places.count)
        if places.isEmpty { return values }
        var problem: StoreError?
        unsafe values.withUnsafeMutableBufferPointer { target in
            do throws(StoreError) { try unsafe section.wholeNumbers(places, into: target) } catch { problem = error }
        }
        if let problem { throw problem }
        return values
    }
}

// MARK: - Zeros

extension LineGroupReader {
    /// Clears the marks of lines whose number is neither zero nor blank. Totals that follow from other columns are not
    /// worked out for it: they are zero where a factor is.
    /// - Parameter marks: one of each line of the group, 0 for those that are not asked for.
    /// - Throws: `.corrupt`.
    package func keepZeros(_ column: UsageColumn, of marks: inout [UInt32]) throws(StoreError) {
        try check(0..<rowCount, marks.count)
        let section = try section(column.id)
        guard let formula = section.formula else {
            let numbers = try numbers(column, rows: 0..<rowCount)
            for row in marks.indices where marks[row] != 0 && numbers.value(row)?.isZero == false { marks[row] = 0 }
            return
        }
        // Mostly all totals follow.
        let texts = section.dictionary(part: 1)
        let isAllDerived = texts.count == 1 && texts.raw(0) == [TotalFormula.entry]
        let (own, derived) =
            isAllDerived
            ? (Totals(column: column.id, rows: 0..<0, mantissas: [], ids: []), 0)
            : try stored(section, rows: 0..<rowCount)
        let prices = try factorTable(.effectiveUnitPrice)
        let priceIDs = try indexes(UsageColumn.effectiveUnitPrice.id, rows: 0..<rowCount)
        let quantities = try mantissas(UsageColumn.quantity.id, rows: 0..<rowCount)
        let rates = formula == .billing ? try factorTable(.pcToBCExchangeRate) : nil
        let rateIDs = rates == nil ? [] : try indexes(UsageColumn.pcToBCExchangeRate.id, rows: 0..<rowCount)
        let numbers = NumberColumn(
            mantissas: own.mantissas, forms: try forms(column.id), formIndexes: own.ids)
        for row in marks.indices where marks[row] != 0 {
            let isZero =
                isAllDerived || own.ids[row] == derived
                ? prices.mantissas[Int(priceIDs[row])] == 0 || quantities[row] == 0
                    || rates.map { $0.mantissas[Int(rateIDs[row])] == 0 } ?? false
                : numbers.value(row)?.isZero ?? true
            if !isZero { marks[row] = 0 }
        }
    }
}
