internal import Credit
internal import Store

/// A joined group with all that the ledger ever said of its lines.
struct JoinedGroup: Sendable {
    var group: EncodedGroup
    var ledger: [Version] = []
    var derived: [JoinedDerived] = []

    struct Version: Sendable {
        let column: ColumnID
        let from: Int64
        var until: Int64?
        let blob: [UInt8]
    }
}

/// Makes the groups of one window, column by column, so that each stored column is unpacked once.
struct JoinStep {
    let window: JoinWindow
    let rows: JoinRows
    private let basis: JoinBasis
    let store: any LineJoinReader
    let reader = LineGroupReader()
    private let packer: ColumnPacker
    let encoder: ColumnEncoder
    var outputs: [Output]
    var texts = TextMerger()
    private var names = TextMerger()
    var ids: [UInt32] = []
    private var nameIDs: [UInt32] = []
    private var mantissas: [Int64] = []
    let isStopped: () -> Bool

    struct Output {
        let rows: Range<Int>
        var entries: [LineDirectory.Entry]
        var open = ColumnEncoder.OpenGroup()
        var references: [ColumnID: [ColumnID]] = [:]
        var blobs: [(id: ColumnID, blob: [UInt8])] = []
        var ledger: [JoinedGroup.Version] = []
        var derived: [JoinedDerived] = []
    }

    /// The join was told to stop.
    struct Stopped: Error {}

    /// - Throws: `Stopped`, `StoreError`.
    static func run(
        _ plan: JoinPlan, window: Int, _ basis: JoinBasis, _ store: any LineJoinReader, isStopped: @escaping () -> Bool
    ) throws -> [JoinedGroup] {
        var step = try JoinStep(plan, window, basis, store, isStopped)
        try step.mergeColumns(plan.groups)
        try step.mergeLedger(plan.groups)
        try step.mergeDerived()
        return step.finish(generation: (plan.groups.map(\.generation).max() ?? 0) + 1, bucket: plan.groups[0].bucket)
    }

    private init(
        _ plan: JoinPlan, _ number: Int, _ basis: JoinBasis, _ store: any LineJoinReader,
        _ isStopped: @escaping () -> Bool
    ) throws {
        let window = try JoinWindow(plan, window: number, store)
        let rows = try JoinRows(window, basis, store, reader)
        self.window = window
        self.rows = rows
        self.basis = basis
        self.store = store
        self.isStopped = isStopped
        packer = ColumnPacker()
        encoder = ColumnEncoder(packer: packer)
        let none = LineKey.id([])
        outputs = rows.outputs.map { output in
            let entries = rows.entries(output, basis.month).map { entry in
                LineDirectory.Entry(
                    subscription: entry.subscription, customer: none, plan: none, rows: entry.rows,
                    firstDay: entry.firstDay, lastDay: entry.lastDay, isUniform: true)
            }
            return Output(rows: output.rows, entries: entries)
        }
    }

    // MARK: Columns

    private mutating func mergeColumns(_ groups: [LineGroupHeader]) throws {
        let columns = groups[0].columns.filter { $0 != .importID && $0 != .lineNumber }
        for column in columns {
            if isStopped() { throw Stopped() }
            let form = UsageColumn(column)?.form ?? .text
            try gather(column, form)
            encode(column, form)
            if column == UsageColumn.customerID.id { note(\.customer) }
            if column == UsageColumn.subscriptionID.id { note(\.plan) }
        }
        mantissas = rows.lines
        encodeIntegers(.lineNumber) { _ in true }
        mantissas = rows.imports.map { rows.importIDs[Int($0)] }
        encodeIntegers(.importID) { $0.count > 1 }
        mantissas = []
    }

    private mutating func gather(_ column: ColumnID, _ form: UsageColumn.Form) throws {
        begin()
        try window.read([column], store, reader) { slice in
            // A total that follows from other columns does so in any group.
            Self.append(
                try reader.storedIndexes(column, rows: slice.rows), of: try reader.storedDictionary(column), to: &ids,
                &texts)
            if form == .path {
                Self.append(
                    try reader.nameIndexes(column, rows: slice.rows), of: try reader.names(column), to: &nameIDs, &names
                )
            }
            if form == .number { mantissas += try reader.storedMantissas(column, rows: slice.rows) }
        }
    }

    mutating func begin() {
        texts.removeAll()
        names.removeAll()
        ids.removeAll(keepingCapacity: true)
        nameIDs.removeAll(keepingCapacity: true)
        mantissas.removeAll(keepingCapacity: true)
        ids.reserveCapacity(rows.count)
    }

    /// Renumbers the entries of one group's lines.
    static func append(
        _ local: [UInt32], of dictionary: TextDictionary, to ids: inout [UInt32], _ texts: inout TextMerger
    ) {
        if dictionary.count == 1, !local.isEmpty {
            ids.append(contentsOf: repeatElement(texts.number(of: 0, in: dictionary), count: local.count))
            return
        }
        var numbers = [UInt32](repeating: .max, count: dictionary.count)
        for entry in local {
            var number = numbers[Int(entry)]
            if number == .max {
                number = texts.number(of: Int(entry), in: dictionary)
                numbers[Int(entry)] = number
            }
            ids.append(number)
        }
    }

    private mutating func encode(_ column: ColumnID, _ form: UsageColumn.Form) {
        let (ids, nameIDs, mantissas, texts, names) = (ids, nameIDs, mantissas, texts, names)
        unsafe ids.withUnsafeBufferPointer { ids in
            unsafe nameIDs.withUnsafeBufferPointer { nameIDs in
                unsafe mantissas.withUnsafeBufferPointer { mantissas in
                    unsafe texts.withEntries { texts in
                        unsafe names.withEntries { names in
                            // A window has lines, so none of these is empty where it is used.
                            guard let ids = ids.baseAddress else { return }
                            for index in outputs.indices {
                                unsafe write(column, index) { encoder, rows in
                                    switch form {
                                    case .text: unsafe encoder.text(column, texts, ids: ids, rows: rows)
                                    case .path:
                                        unsafe encoder.path(
                                            column, texts, folderIDs: ids, names,
                                            nameIDs: nameIDs.baseAddress.unsafelyUnwrapped, rows: rows)
                                    case .number:
                                        unsafe encoder.number(
                                            column, mantissas: mantissas.baseAddress.unsafelyUnwrapped, texts,
                                            scaleIDs: ids, rows: rows)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private mutating func encodeIntegers(_ column: ColumnID, where isWanted: ([Int64]) -> Bool) {
        let values = mantissas
        unsafe values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            for index in outputs.indices where isWanted(imports(outputs[index].rows)) {
                unsafe write(column, index) { encoder, rows in unsafe encoder.integers(base, rows: rows) }
            }
        }
    }

    private mutating func write(
        _ column: ColumnID, _ index: Int, _ encode: (ColumnEncoder, UnsafeBufferPointer<UInt32>) -> [UInt8]
    ) {
        encoder.exchange(&outputs[index].open)
        let blob = unsafe rows.order.withUnsafeBufferPointer { order in
            unsafe encode(encoder, UnsafeBufferPointer(rebasing: order[outputs[index].rows]))
        }
        encoder.settle(blob)
        if !encoder.references.isEmpty { outputs[index].references[column] = encoder.references }
        outputs[index].blobs.append((column, blob))
        encoder.exchange(&outputs[index].open)
    }

    /// Ids of the imports whose lines a group has, ascending.
    private func imports(_ range: Range<Int>) -> [Int64] {
        var isUsed = [Bool](repeating: false, count: rows.importIDs.count)
        for row in rows.order[range] { isUsed[Int(rows.imports[Int(row)])] = true }
        return rows.importIDs.indices.filter { isUsed[$0] }.map { rows.importIDs[$0] }
    }

    /// Takes the customers or plans of the column that was gathered last into the directories.
    private mutating func note(_ field: WritableKeyPath<LineDirectory.Entry, GUID>) {
        let keys = (0..<texts.count).map { LineKey.id(texts.value($0)) }
        for index in outputs.indices {
            let start = outputs[index].rows.lowerBound
            for entry in outputs[index].entries.indices {
                let range = outputs[index].entries[entry].rows
                let first = ids[Int(rows.order[start + range.lowerBound])]
                outputs[index].entries[entry][keyPath: field] = keys[Int(first)]
                var last = first
                for place in range {
                    let id = ids[Int(rows.order[start + place])]
                    if id == last { continue }
                    last = id
                    if keys[Int(id)] != keys[Int(first)] {
                        outputs[index].entries[entry].isUniform = false
                        break
                    }
                }
            }
        }
    }

    // MARK: Ledger

    /// The ledger's columns follow their lines, those of older generations too.
    private mutating func mergeLedger(_ groups: [LineGroupHeader]) throws {
        let versions = try store.ledgerVersions(groups: window.slices.map { window.header($0).id })
        for column in Set(versions.map(\.key.column)).sorted() {
            let ofColumn = versions.filter { $0.key.column == column }
            var byGroup: [Int64: [LedgerColumnVersion]] = [:]
            for version in ofColumn { byGroup[version.key.group, default: []].append(version) }
            for generation in Set(ofColumn.map(\.from)).sorted() {
                if isStopped() { throw Stopped() }
                try gatherLedger(column, generation, byGroup)
                encodeLedger(column, generation)
            }
        }
    }

    private mutating func gatherLedger(
        _ column: ColumnID, _ generation: Int64, _ versions: [Int64: [LedgerColumnVersion]]
    ) throws {
        begin()
        var keys: [LineColumnKey] = []
        var owners: [Int] = []
        for (index, slice) in window.slices.enumerated() {
            let id = window.header(slice).id
            let isThere = versions[id]?.contains { version in
                version.from <= generation && generation < version.until ?? .max
            }
            if isThere == true {
                keys.append(LineColumnKey(group: id, column: column))
                owners.append(index)
            }
        }
        var next = 0
        /// Lines that were not there yet.
        func fill(upTo owner: Int) {
            while next < owner {
                let number = texts.number(of: [])
                ids.append(contentsOf: repeatElement(number, count: window.slices[next].rows.count))
                next += 1
            }
        }
        try store.ledgerColumns(keys, generation: generation) { index, blob in
            let slice = window.slices[owners[index]]
            fill(upTo: owners[index])
            try reader.open(window.header(slice))
            try reader.load(column, blob)
            Self.append(
                try reader.indexes(column, rows: slice.rows), of: try reader.dictionary(column), to: &ids, &texts)
            next = owners[index] + 1
        }
        fill(upTo: window.slices.count)
        guard ids.count == rows.count else { throw StoreError.corrupt(detail: "columns of the ledger are missing") }
    }

    private mutating func encodeLedger(_ column: ColumnID, _ generation: Int64) {
        let (ids, texts) = (ids, texts)
        unsafe ids.withUnsafeBufferPointer { ids in
            unsafe texts.withEntries { texts in
                guard let ids = ids.baseAddress else { return }
                for index in outputs.indices {
                    // A column of the ledger is read without the others.
                    encoder.beginGroup()
                    let blob = unsafe rows.order.withUnsafeBufferPointer { order in
                        unsafe encoder.text(
                            column, texts, ids: ids,
                            rows: UnsafeBufferPointer(rebasing: order[outputs[index].rows]))
                    }
                    if let last = outputs[index].ledger.last, last.column == column {
                        if last.blob == blob { continue }
                        outputs[index].ledger[outputs[index].ledger.count - 1].until = generation
                    }
                    outputs[index].ledger.append(
                        JoinedGroup.Version(column: column, from: generation, until: nil, blob: blob))
                }
            }
        }
    }

    // MARK: Groups

    private func finish(generation: Int64, bucket: Int) -> [JoinedGroup] {
        outputs.map { output in
            var firstLine = Int64.max
            var lastLine: Int64 = 0
            for row in rows.order[output.rows] {
                firstLine = min(firstLine, rows.lines[Int(row)])
                lastLine = max(lastLine, rows.lines[Int(row)])
            }
            let blobs = output.blobs.sorted { $0.id < $1.id }
            let header = LineGroupHeader(
                id: 0, month: basis.month, bucket: bucket, generation: generation, imports: imports(output.rows),
                rowCount: output.rows.count, firstDay: output.entries.map(\.firstDay).min() ?? basis.month.firstDay,
                lastDay: output.entries.map(\.lastDay).max() ?? basis.month.lastDay, firstLine: Int(firstLine),
                lastLine: Int(lastLine), columns: blobs.map(\.id))
            let directory = LineDirectory(entries: output.entries, references: output.references)
            return JoinedGroup(
                group: EncodedGroup(header: header, directory: directory.encoded(packer: packer), columns: blobs),
                ledger: output.ledger, derived: output.derived)
        }
    }
}
