import Catalogue
package import GraphQLExecution

extension APIError: ClientFacingError {
    package var fieldError: FieldError { FieldError(message, code: code) }
}

extension ResponseWriter {
    /// A text of the snapshot that lies ready; null for none.
    mutating func text(_ ref: TextRef, in arena: TextArena) {
        if ref.isNone { return null() }
        arena.bytes.withSpan(ref.range) { raw($0) }
    }

    /// A fixed name, such as that of an enum's value.
    mutating func name(_ name: StaticString) {
        byte(UInt8(ascii: "\""))
        raw(name)
        byte(UInt8(ascii: "\""))
    }

    /// A JSON string of what `write` appends, which needs no escapes.
    mutating func plain(_ write: (inout [UInt8]) -> Void) {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        write(&bytes)
        bytes.append(UInt8(ascii: "\""))
        raw(bytes.span)
    }
}

extension TextArena {
    /// As answers copy from it.
    var source: TextSource { unsafe TextSource(bytes.memory, owner: bytes) }
}

extension TextRef {
    var cell: TextCell { TextCell(packed: bits) }
}

/// A column of JSON texts of the snapshot, copied as they are.
func Column<Table>(
    _ name: String, _ column: @escaping @Sendable (Snapshot) -> [TextRef]
) -> ReadyText<RequestContext, RowKey<Table>> {
    ReadyText(name) { level, texts in
        let snapshot = level.context.snapshot
        let refs = column(snapshot)
        texts.fill(from: snapshot.arena.source) { key in refs[key.index].cell }
    }
}
