import Catalogue
package import GraphQLExecution

extension APIError: ClientFacingError {
    package var fieldError: FieldError { FieldError(message, code: code) }
}

extension ResponseWriter {
    /// A text of the snapshot that lies ready; null for none.
    mutating func text(_ ref: TextRef, in arena: TextArena) {
        if ref.isNone { null() } else { raw(arena.bytes.span.extracting(ref.range)) }
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

/// A column of JSON texts of the snapshot, copied as they are.
func Column<Table>(
    _ name: String, _ column: @escaping @Sendable (Snapshot) -> [TextRef]
) -> Leaf<RequestContext, RowKey<Table>> {
    Leaf(name) { level in
        let snapshot = level.context.snapshot
        let arena = snapshot.arena
        let texts = column(snapshot)
        let keys = level.keys
        return { row, out in out.text(texts[keys[row].index], in: arena) }
    }
}

/// A column of enum values by their fixed names.
func Names<Table>(
    _ name: String, _ column: @escaping @Sendable (Snapshot) -> (Int) -> StaticString?
) -> Leaf<RequestContext, RowKey<Table>> {
    Leaf(name) { level in
        let names = column(level.context.snapshot)
        let keys = level.keys
        return { row, out in
            if let name = names(keys[row].index) { out.name(name) } else { out.null() }
        }
    }
}
