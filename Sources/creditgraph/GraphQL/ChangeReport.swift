import GraphQLType
import JSON

/// The changes between two schemas in one of the formats of `schema --diff`.
enum ChangeReport {
    static func bytes(_ changes: [SchemaChange], _ format: SchemaCommand.Format) -> [UInt8] {
        // What breaks clients comes first.
        let changes = SchemaChange.Severity.allCases.flatMap { severity in changes.filter { $0.severity == severity } }
        switch format {
        case .text:
            return Array(
                changes.map { "\($0.severity.rawValue) \($0.kind.rawValue): \($0.description)\n" }.joined().utf8)
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            write(changes, into: &writer)
            writer.endObject()
            writer.endDocument()
            return writer.bytes
        }
    }

    /// The member `"changes": […]`.
    static func write(_ changes: [SchemaChange], into writer: inout JSONWriter) {
        writer.key("changes")
        writer.beginArray()
        for change in changes {
            writer.beginObject()
            writer.key("severity")
            writer.string(change.severity.rawValue)
            writer.key("type")
            writer.string(change.kind.rawValue)
            writer.key("description")
            writer.string(change.description)
            writer.endObject()
        }
        writer.endArray()
    }
}
