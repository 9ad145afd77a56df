package import Credit
internal import Crypto
package import Store

/// Makes facts of files that the program itself writes, such as those of the API's mutations: read by the code that reads
/// imported files, kept byte for byte, and listed as imports.
package enum FactRecorder {
    /// Stores the file's rows within the caller's transaction.
    /// - Parameters:
    ///   - customer: for kinds whose rows do not name theirs.
    ///   - now: when it was written. It is newer than all that is there, whatever the clocks of its files say.
    /// - Returns: the import's id.
    /// - Throws: `ImportFailure` for bytes that no importer would take whole: a mistake of the caller.
    package static func record(
        _ bytes: [UInt8], kind: ImportKind, name: String, customer: GUID?, writer: any StoreWriter, now: Instant
    ) throws -> Int64 {
        var options = ImportOptions()
        options.customer = customer
        options.at = now
        options.badRows = BadRowLimit(basisPoints: 0)
        // The API may state what is to come, such as the end of access.
        let facts = try FactFile.read(bytes, FileContext(name: name, kind: kind, options: options, now: .distantFuture))
        let newest = try writer.imports().map(\.asOf.microseconds).max() ?? .min
        let asOf = max(now, newest == .min ? now : Instant(microseconds: newest + 1))
        let id = try writer.insert(
            ImportRecord(
                id: 0, setID: 0, kind: kind, name: name, sha256: Array(SHA256.hash(data: bytes)), state: .done,
                startedAt: now, finishedAt: now, rows: facts.rows, rejected: 0, bytes: Int64(bytes.count), asOf: asOf,
                at: facts.at, customer: customer, scopes: facts.scopes))
        try facts.write(importID: id, to: writer)
        try RawArchive.write(bytes, importID: id, to: writer)
        return id
    }
}
