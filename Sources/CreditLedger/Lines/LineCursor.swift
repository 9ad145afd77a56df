package import Credit
import Store

/// The place of a line in the order of all lines: by month, subscription, day, import and line of the file.
package struct LineCursor: Sendable, Hashable, Comparable {
    package let subscription: GUID
    package let day: Day
    package let reference: LineReference

    package init(subscription: GUID, day: Day, reference: LineReference) {
        self.subscription = subscription
        self.day = day
        self.reference = reference
    }

    package var month: BillingMonth { day.month }

    package static func < (a: LineCursor, b: LineCursor) -> Bool {
        if a.month != b.month { return a.month < b.month }
        if a.subscription != b.subscription { return a.subscription < b.subscription }
        if a.day != b.day { return a.day < b.day }
        return a.reference < b.reference
    }

    /// The cursor as bytes, for callers that hide it in a text.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.guid(subscription)
        writer.unsigned(UInt64(UInt32(bitPattern: day.number)))
        writer.unsigned(UInt64(bitPattern: reference.importID))
        writer.unsigned(UInt64(reference.line))
        return writer.bytes
    }

    /// nil for bytes that are no cursor.
    package init?(bytes: [UInt8]) {
        var reader = ByteReader(bytes, what: "a cursor")
        guard let subscription = try? reader.guid(), let day = try? reader.unsigned(),
            let importID = try? reader.unsigned(), let line = try? reader.unsigned(), reader.isAtEnd,
            day <= UInt32.max, line <= UInt64(Int32.max)
        else { return nil }
        self.subscription = subscription
        self.day = Day(number: Int32(bitPattern: UInt32(day)))
        reference = LineReference(importID: Int64(bitPattern: importID), line: Int(line))
    }
}
