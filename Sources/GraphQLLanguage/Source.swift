/// A text with a name, kept as the bytes that the lexer reads.
///
/// The bytes are UTF-8. Where they are not, strings and comments show U+FFFD and everything else is a syntax error.
package struct Source: Sendable, Hashable {
    /// What the reader knows the text as: a file name, or `GraphQL request`.
    package let name: String
    package let bytes: [UInt8]

    package init(bytes: [UInt8], name: String = "GraphQL request") {
        self.bytes = bytes
        self.name = name
    }

    package init(_ text: String, name: String = "GraphQL request") {
        self.init(bytes: Array(text.utf8), name: name)
    }

    /// Line and column of a byte.
    /// - Complexity: O(offset); meant for errors.
    package func location(at offset: Int) -> SourceLocation {
        var line = 1
        var lineStart = 0
        var index = 0
        let end = min(offset, bytes.count)
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\n"):
                line += 1
                lineStart = index + 1
            case UInt8(ascii: "\r"):
                if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") {
                    if index + 1 >= end { break }
                    index += 1
                }
                line += 1
                lineStart = index + 1
            default: break
            }
            index += 1
        }
        let column = String(decoding: bytes[lineStart..<end], as: UTF8.self).utf16.count + 1
        return SourceLocation(line: line, column: column, sourceName: name)
    }
}

/// A place in a source text.
/// - Unit: both count from 1; a column is one UTF-16 unit, as in graphql-js.
package struct SourceLocation: Sendable, Hashable {
    package let line: Int
    package let column: Int
    /// The name of the source, for errors over several files.
    package let sourceName: String

    package init(line: Int, column: Int, sourceName: String = "GraphQL request") {
        self.line = line
        self.column = column
        self.sourceName = sourceName
    }
}

extension SourceLocation: CustomStringConvertible {
    package var description: String { "\(sourceName):\(line):\(column)" }
}

/// The sources of a document in one space of offsets, so that a node needs one integer to say where it is.
package struct SourceMap: Sendable {
    private var parts: [(base: Int, source: Source)] = []

    package init() {}

    package init(_ source: Source) { parts = [(0, source)] }

    package var sources: [Source] { parts.map(\.source) }

    /// The offset at which the next source will begin.
    package var nextBase: Int {
        guard let last = parts.last else { return 0 }
        return last.base + last.source.bytes.count + 1
    }

    package mutating func append(_ source: Source) { parts.append((nextBase, source)) }

    /// Line, column and source name of a node's offset.
    package func location(of offset: Int) -> SourceLocation? {
        guard offset >= 0, let part = parts.last(where: { $0.base <= offset }) else { return nil }
        return part.source.location(at: offset - part.base)
    }
}
