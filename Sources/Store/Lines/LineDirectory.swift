package import Credit

/// Where the lines of each subscription are in a group, so that a page reads a range of it.
package struct LineDirectory: Sendable, Hashable {
    /// The lines of one subscription.
    package struct Entry: Sendable, Hashable {
        /// EntitlementId, or SubscriptionId where that is blank, by `LineKey`.
        package var subscription: GUID
        /// CustomerId of the first line.
        package var customer: GUID
        /// SubscriptionId (the Azure plan) of the first line.
        package var plan: GUID
        package var rows: Range<Int>
        package var firstDay: Day
        package var lastDay: Day
        /// Whether all lines have that customer and plan; where not, their columns must be asked.
        package var isUniform: Bool

        package init(
            subscription: GUID, customer: GUID, plan: GUID, rows: Range<Int>, firstDay: Day, lastDay: Day,
            isUniform: Bool
        ) {
            self.subscription = subscription
            self.customer = customer
            self.plan = plan
            self.rows = rows
            self.firstDay = firstDay
            self.lastDay = lastDay
            self.isUniform = isUniform
        }
    }

    /// Ascending by subscription; their rows follow each other without gaps.
    package var entries: [Entry]
    /// Columns of the group that refer to others, which a reader of the first needs too.
    package var references: [ColumnID: [ColumnID]]

    package init(entries: [Entry], references: [ColumnID: [ColumnID]]) {
        self.entries = entries
        self.references = references
    }

    /// The columns with those that they refer to, and those that these refer to, ascending: what must be fetched to read
    /// them.
    package func fetchList(_ columns: some Sequence<ColumnID>) -> [ColumnID] {
        var all: Set<ColumnID> = []
        var waiting = Array(columns)
        while let column = waiting.popLast() {
            if all.insert(column).inserted { waiting += references[column] ?? [] }
        }
        return all.sorted()
    }

    /// The entry of a subscription; nil where the group has no line of it.
    /// - Complexity: O(log n).
    package func entry(of subscription: GUID) -> Entry? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].subscription < subscription { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].subscription == subscription ? entries[low] : nil
    }

    /// The rows of all subscriptions whose ids begin with these 32 bits; nil where the group has none.
    /// - Complexity: O(log n).
    package func rows(ofSubscriptionPrefix prefix: UInt32) -> Range<Int>? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].subscription.prefix < prefix { low = middle + 1 } else { high = middle }
        }
        let first = low
        while low < entries.count && entries[low].subscription.prefix == prefix { low += 1 }
        return first == low ? nil : entries[first].rows.lowerBound..<entries[low - 1].rows.upperBound
    }

    // MARK: As bytes

    /// The directory as it is stored.
    package func encoded(packer: ColumnPacker = ColumnPacker()) -> [UInt8] {
        let out = ByteBuffer(capacity: 64 * entries.count + 1024)
        out.appendVarint(entries.count)
        for entry in entries {
            for id in [entry.subscription, entry.customer, entry.plan] {
                out.append(word: id.high)
                out.append(word: id.low)
            }
        }
        var firstDay: Int32 = 0
        for entry in entries {
            out.appendVarint(entry.rows.count << 1 | (entry.isUniform ? 1 : 0))
            out.append(word: UInt64(bitPattern: Int64(entry.firstDay.number - firstDay)))
            out.appendVarint(Int(entry.lastDay.number - entry.firstDay.number))
            firstDay = entry.firstDay.number
        }
        out.appendVarint(references.count)
        for (column, targets) in references.sorted(by: { $0.key < $1.key }) {
            out.appendVarint(Int(column.rawValue))
            out.appendVarint(targets.count)
            for target in targets { out.appendVarint(Int(target.rawValue)) }
        }
        return out.withBytes { packer.seal($0) }
    }

    /// - Throws: `.corrupt`, `.unknownFormat`.
    package init(decoding blob: RawSpan) throws(StoreError) {
        let unpacker = ColumnUnpacker()
        try unpacker.open(blob)
        var cursor = unpacker.cursor
        self = try Self.read(&cursor)
    }

    package init(decoding blob: [UInt8]) throws(StoreError) { try unsafe self.init(decoding: blob.span.bytes) }

    private static func read(_ cursor: inout BlobCursor) throws(StoreError) -> LineDirectory {
        let count = try cursor.varint(upTo: cursor.remaining / 48)
        var ids: [GUID] = []
        ids.reserveCapacity(count * 3)
        for _ in 0..<count * 3 { ids.append(GUID(high: try cursor.word(), low: try cursor.word())) }
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        var row = 0
        var day: Int64 = 0
        for index in 0..<count {
            let rowsAndFlag = try cursor.varint(upTo: LineGroupReader.rowLimit * 2 + 1)
            let (first, overflow) = day.addingReportingOverflow(try cursor.signedWord())
            let span = try cursor.varint(upTo: 10_000)
            guard !overflow, abs(first) < 10_000_000, row + rowsAndFlag >> 1 <= LineGroupReader.rowLimit else {
                throw .corrupt(detail: "the directory of a line group is impossible")
            }
            day = first
            entries.append(
                Entry(
                    subscription: ids[3 * index], customer: ids[3 * index + 1], plan: ids[3 * index + 2],
                    rows: row..<row + rowsAndFlag >> 1, firstDay: Day(number: Int32(first)),
                    lastDay: Day(number: Int32(first) + Int32(span)), isUniform: rowsAndFlag & 1 == 1))
            row += rowsAndFlag >> 1
        }
        var references: [ColumnID: [ColumnID]] = [:]
        for _ in 0..<(try cursor.varint(upTo: ColumnID.limit)) {
            let column = try columnID(&cursor)
            var targets: [ColumnID] = []
            for _ in 0..<(try cursor.varint(upTo: 4)) { targets.append(try columnID(&cursor)) }
            references[column] = targets
        }
        return LineDirectory(entries: entries, references: references)
    }

    private static func columnID(_ cursor: inout BlobCursor) throws(StoreError) -> ColumnID {
        ColumnID(rawValue: UInt16(try cursor.varint(upTo: ColumnID.limit - 1)))
    }
}

/// Ids that order and find lines: GUIDs as they are, anything else by a digest.
package enum LineKey {
    /// The GUID that the text spells; all zero for a blank one; for any other text an id derived from it, without
    /// regard to ASCII case, that is the same wherever that text stands.
    package static func id(_ text: Span<UInt8>) -> GUID {
        if text.isEmpty { return GUID(high: 0, low: 0) }
        if let id = GUID(parsing: text) { return id }
        var folded: [UInt8] = []
        folded.reserveCapacity(text.count)
        for index in text.indices {
            let byte = text[index]
            folded.append(byte &- 0x41 <= 25 ? byte | 0x20 : byte)
        }
        let bytes = unsafe folded.span.bytes
        // Version 8 of RFC 9562: an id by rules of its own, which no GUID of Microsoft's is.
        let high = XXH64.hash(bytes, seed: 1) & ~0xF000 | 0x8000
        let low = XXH64.hash(bytes, seed: 2) & ~(3 << 62) | 2 << 62
        return GUID(high: high, low: low)
    }

    package static func id(_ text: [UInt8]) -> GUID { id(text.span) }
}
