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

extension Source {
    /// Lines and columns of several bytes, in the order given.
    /// - Complexity: O(bytes + n log n), so that an error with very many places costs no more than one.
    func locations(at offsets: [Int]) -> [SourceLocation] {
        if offsets.count <= 2 { return offsets.map { location(at: $0) } }
        var locations = [SourceLocation](
            repeating: SourceLocation(line: 1, column: 1, sourceName: name), count: offsets.count)
        var walk = LineWalk(bytes)
        for index in offsets.indices.sorted(by: { offsets[$0] < offsets[$1] }) {
            let (line, column) = walk.place(of: offsets[index])
            locations[index] = SourceLocation(line: line, column: column, sourceName: name)
        }
        return locations
    }
}

/// Counts lines and columns from one place of a text to the next.
private struct LineWalk {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var column = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter offset: of a token, so that no character is cut in two; not below the one before.
    mutating func place(of offset: Int) -> (line: Int, column: Int) {
        let end = min(offset, bytes.count)
        var start = index
        while index < end {
            let byte = bytes[index]
            index += 1
            guard byte == 0x0A || byte == 0x0D else { continue }
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A {
                if index >= end { break }
                index += 1
            }
            line += 1
            column = 1
            start = index
        }
        column += String(decoding: bytes[start..<max(start, index)], as: UTF8.self).utf16.count
        return (line, column)
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

    /// Where several nodes stand, in the order given; nodes that no text contains are left out.
    /// - Complexity: O(bytes + n log n).
    package func locations(of offsets: [Int]) -> [SourceLocation] {
        guard offsets.count > 2 else { return offsets.compactMap(location(of:)) }
        let offsets = offsets.filter { $0 >= 0 }
        var locations: [SourceLocation?] = Array(repeating: nil, count: offsets.count)
        for (number, part) in parts.enumerated() {
            let end = number + 1 < parts.count ? parts[number + 1].base : Int.max
            let indexes = offsets.indices.filter { part.base <= offsets[$0] && offsets[$0] < end }
            let places = part.source.locations(at: indexes.map { offsets[$0] - part.base })
            for (index, place) in zip(indexes, places) { locations[index] = place }
        }
        return locations.compactMap { $0 }
    }

    /// Where the nodes of each of many errors stand.
    /// - Complexity: O(bytes + n log n) for all of them together.
    package func locations(ofEach groups: [[Int]]) -> [[SourceLocation]] {
        let known = groups.map { $0.filter { $0 >= 0 } }
        var rest = locations(of: known.flatMap { $0 })[...]
        return known.map { group in
            defer { rest = rest.dropFirst(group.count) }
            return Array(rest.prefix(group.count))
        }
    }

    /// Line, column and source name of a node's offset.
    package func location(of offset: Int) -> SourceLocation? {
        guard offset >= 0, let part = parts.last(where: { $0.base <= offset }) else { return nil }
        return part.source.location(at: offset - part.base)
    }
}
