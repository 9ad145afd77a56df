package import Credit
internal import JSON
package import Store

/// What became of one file: the JSON object that `import` prints.
package struct ImportReport: Sendable, Hashable {
    package enum State: String, Sendable {
        case done = "DONE"
        /// The same bytes were imported before.
        case unchanged = "UNCHANGED"
        case refused = "REFUSED"
    }

    /// The path as given.
    package var file: String
    package var state: State
    package var kind: ImportKind?
    package var importID: Int64?
    package var setName: String?
    package var sha256: [UInt8] = []
    package var bytes: Int64 = 0
    package var rows = 0
    package var rejected = 0
    package var asOf: Instant?
    package var at: Instant?
    /// Names of the files whose place it took.
    package var replaced: [String] = []
    /// The file that is newer than it, which keeps its place.
    package var replacedBy: String?
    /// Months whose ledger was computed with it: those of its lines, or those that its facts can change.
    package var months: [BillingMonth] = []
    package var isDryRun = false
    /// Why it was refused.
    package var code: String?
    package var message: String?
    /// The first rejected rows.
    package var problems: [RowProblem] = []
    /// What is strange about rows that were taken.
    package var notes: [RowProblem] = []

    package init(file: String, state: State) {
        self.file = file
        self.state = state
    }

    package init(file: String, kind: ImportKind?, failure: ImportFailure) {
        self.init(file: file, state: .refused)
        self.kind = kind
        code = failure.code
        message = failure.message
        if case .tooManyBadRows(let rejected, let rows, _, let first) = failure {
            self.rejected = rejected
            self.rows = rows - rejected
            problems = first
        }
    }

    /// One line of JSON.
    package var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("file")
        writer.string(file)
        writer.key("state")
        writer.string(state.rawValue)
        optional("kind", kind?.code, &writer)
        optional("importId", importID.map { String($0) }, &writer)
        optional("set", setName, &writer)
        if isDryRun {
            writer.key("dryRun")
            writer.bool(true)
        }
        for (key, value) in [("rows", rows), ("rejected", rejected), ("bytes", Int(bytes))] {
            writer.key(key)
            writer.integer(value)
        }
        if !sha256.isEmpty { optional("sha256", Hexadecimal.text(sha256), &writer) }
        optional("asOf", asOf?.description, &writer)
        optional("at", at?.description, &writer)
        if !replaced.isEmpty { list("replaced", replaced, &writer) }
        optional("replacedBy", replacedBy, &writer)
        if !months.isEmpty { list("months", months.map(\.description), &writer) }
        optional("code", code, &writer)
        optional("message", message, &writer)
        rows("errors", problems, &writer)
        rows("notes", notes, &writer)
        writer.endObject()
        return writer.text
    }

    private func rows(_ key: String, _ rows: [RowProblem], _ writer: inout JSONWriter) {
        if rows.isEmpty { return }
        writer.key(key)
        writer.beginArray()
        for row in rows {
            writer.beginObject()
            writer.key("line")
            writer.integer(row.line)
            optional("column", row.column, &writer)
            optional("message", row.message, &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private func optional(_ key: String, _ text: String?, _ writer: inout JSONWriter) {
        guard let text else { return }
        writer.key(key)
        writer.string(text)
    }

    private func list(_ key: String, _ texts: [String], _ writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }
}

/// Bytes as hexadecimal digits.
package enum Hexadecimal {
    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
