import GraphQLLanguage
import JSON

/// GraphQL errors as JSON.
enum ErrorList {
    /// The member `"errors": […]`.
    /// - Parameter namesFile: whether each error says which file it is in.
    static func write(_ errors: [GraphQLError], namesFile: Bool = false, into writer: inout JSONWriter) {
        writer.key("errors")
        writer.beginArray()
        for error in errors {
            writer.beginObject()
            writer.key("message")
            writer.string(error.message)
            if !error.locations.isEmpty { write(error.locations, into: &writer) }
            if let path = error.path { write(path, into: &writer) }
            if namesFile, let file = error.locations.first?.sourceName {
                writer.key("file")
                writer.string(file)
            }
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(_ locations: [SourceLocation], into writer: inout JSONWriter) {
        writer.key("locations")
        writer.beginArray()
        for location in locations {
            writer.beginObject()
            writer.key("line")
            writer.integer(location.line)
            writer.key("column")
            writer.integer(location.column)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(_ path: [GraphQLError.PathElement], into writer: inout JSONWriter) {
        writer.key("path")
        writer.beginArray()
        for element in path {
            switch element {
            case .key(let key): writer.string(key)
            case .index(let index): writer.integer(index)
            }
        }
        writer.endArray()
    }
}
