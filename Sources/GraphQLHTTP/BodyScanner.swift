import JSON

/// Finds the members of a request's JSON object without building a tree.
///
/// Only the outermost level is read here; whoever needs a member's value reads that part by itself.
/// - Complexity: O(bytes), about a nanosecond each.
struct BodyScanner {
    /// The members that a request has; ranges in the body. Others are skipped.
    struct Members {
        /// Between the quotes, as written.
        var query: Range<Int>?
        var queryHasEscapes = false
        /// Between the quotes, as written.
        var operationName: Range<Int>?
        var operationNameHasEscapes = false
        /// Between the quotes, as written.
        var documentID: Range<Int>?
        var documentIDHasEscapes = false
        /// Nil where it is missing or null.
        var variables: Range<Int>?
        var extensions: Range<Int>?
        /// Values that nobody else will read.
        var others: [Range<Int>] = []
    }

    private enum Key { case query, operationName, documentID, variables, extensions, other }

    private var index = 0

    /// Nil where the body isn't an object of the form that requests have; `RequestParser` finds out why.
    static func scan(_ bytes: Span<UInt8>) -> Members? {
        var scanner = BodyScanner()
        return scanner.members(bytes)
    }

    /// Whether a body begins as an array does.
    static func isArray(_ bytes: Span<UInt8>) -> Bool {
        var scanner = BodyScanner()
        scanner.skipBlanks(bytes)
        return scanner.take(bytes, UInt8(ascii: "["))
    }

    /// The elements of a body that is an array, as ranges in it; nil where it isn't one.
    static func elements(_ bytes: Span<UInt8>) -> [Range<Int>]? {
        var scanner = BodyScanner()
        scanner.skipBlanks(bytes)
        guard scanner.take(bytes, UInt8(ascii: "[")) else { return nil }
        scanner.skipBlanks(bytes)
        if scanner.take(bytes, UInt8(ascii: "]")) { return scanner.isAtEnd(bytes) ? [] : nil }
        var elements: [Range<Int>] = []
        while true {
            scanner.skipBlanks(bytes)
            guard let range = scanner.anything(bytes), !range.isEmpty else { return nil }
            elements.append(range)
            scanner.skipBlanks(bytes)
            if scanner.take(bytes, UInt8(ascii: ",")) { continue }
            guard scanner.take(bytes, UInt8(ascii: "]")) else { return nil }
            return scanner.isAtEnd(bytes) ? elements : nil
        }
    }

    /// The digest of `extensions` that hold a `persistedQuery` of version 1 and nothing else, as clients write it. Nil for
    /// whatever else there is to read in them.
    static func persistedQuery(_ bytes: Span<UInt8>) -> DocumentDigest? {
        var scanner = BodyScanner()
        guard scanner.take(bytes, UInt8(ascii: "{")), let name = scanner.key(bytes),
            isNamed(bytes, name, "persistedQuery"), scanner.take(bytes, UInt8(ascii: "{"))
        else { return nil }
        var digest: DocumentDigest?
        var hasVersion = false
        repeat {
            guard let key = scanner.key(bytes) else { return nil }
            if isNamed(bytes, key, "version"), !hasVersion {
                guard scanner.take(bytes, UInt8(ascii: "1")) else { return nil }
                hasVersion = true
            } else if isNamed(bytes, key, "sha256Hash"), digest == nil {
                guard let text = scanner.string(bytes), !text.hasEscapes else { return nil }
                digest = DocumentDigest(hex: bytes.extracting(text.range))
            } else {
                return nil
            }
            scanner.skipBlanks(bytes)
        } while scanner.take(bytes, UInt8(ascii: ","))
        guard hasVersion, scanner.take(bytes, UInt8(ascii: "}")) else { return nil }
        scanner.skipBlanks(bytes)
        return scanner.take(bytes, UInt8(ascii: "}")) && scanner.isAtEnd(bytes) ? digest : nil
    }

    /// A key and its colon, up to the value.
    private mutating func key(_ bytes: Span<UInt8>) -> Range<Int>? {
        skipBlanks(bytes)
        guard let key = string(bytes), !key.hasEscapes else { return nil }
        skipBlanks(bytes)
        guard take(bytes, UInt8(ascii: ":")) else { return nil }
        skipBlanks(bytes)
        return key.range
    }

    private mutating func members(_ bytes: Span<UInt8>) -> Members? {
        var members = Members()
        var seen = (query: false, operationName: false, documentID: false, variables: false, extensions: false)
        skipBlanks(bytes)
        guard take(bytes, UInt8(ascii: "{")) else { return nil }
        skipBlanks(bytes)
        if take(bytes, UInt8(ascii: "}")) { return isAtEnd(bytes) ? members : nil }
        while true {
            guard let key = key(bytes) else { return nil }
            switch self.key(bytes, key) {
            case .query:
                guard !seen.query, let text = string(bytes) else { return nil }
                seen.query = true
                members.query = text.range
                members.queryHasEscapes = text.hasEscapes
            case .operationName:
                guard !seen.operationName else { return nil }
                seen.operationName = true
                if isNull(bytes) { break }
                guard let text = string(bytes) else { return nil }
                members.operationName = text.range
                members.operationNameHasEscapes = text.hasEscapes
            case .documentID:
                guard !seen.documentID else { return nil }
                seen.documentID = true
                if isNull(bytes) { break }
                guard let text = string(bytes) else { return nil }
                members.documentID = text.range
                members.documentIDHasEscapes = text.hasEscapes
            case .variables:
                guard !seen.variables, let range = objectOrNull(bytes) else { return nil }
                seen.variables = true
                members.variables = range.isEmpty ? nil : range
            case .extensions:
                guard !seen.extensions, let range = objectOrNull(bytes) else { return nil }
                seen.extensions = true
                members.extensions = range.isEmpty ? nil : range
            case .other:
                guard let range = anything(bytes) else { return nil }
                members.others.append(range)
            }
            skipBlanks(bytes)
            if take(bytes, UInt8(ascii: ",")) { continue }
            guard take(bytes, UInt8(ascii: "}")) else { return nil }
            return isAtEnd(bytes) ? members : nil
        }
    }

    private func key(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Key {
        func isNamed(_ name: StaticString) -> Bool { Self.isNamed(bytes, range, name) }
        switch range.count {
        case 5: return isNamed("query") ? .query : .other
        case 9: return isNamed("variables") ? .variables : .other
        case 10: return isNamed("extensions") ? .extensions : isNamed("documentId") ? .documentID : .other
        case 13: return isNamed("operationName") ? .operationName : .other
        default: return .other
        }
    }

    private static func isNamed(_ bytes: Span<UInt8>, _ range: Range<Int>, _ name: StaticString) -> Bool {
        guard name.utf8CodeUnitCount == range.count else { return false }
        for offset in 0..<range.count where unsafe name.utf8Start[offset] != bytes[range.lowerBound + offset] {
            return false
        }
        return true
    }

    private mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
        skipBlanks(bytes)
        return index == bytes.count
    }

    private mutating func take(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func isNull(_ bytes: Span<UInt8>) -> Bool {
        guard index + 4 <= bytes.count, bytes[index] == UInt8(ascii: "n"), bytes[index + 1] == UInt8(ascii: "u"),
            bytes[index + 2] == UInt8(ascii: "l"), bytes[index + 3] == UInt8(ascii: "l")
        else { return false }
        index += 4
        return true
    }

    /// The text between quotes.
    private mutating func string(_ bytes: Span<UInt8>) -> (range: Range<Int>, hasEscapes: Bool)? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\""),
            let (end, hasEscapes) = JSONExtent.string(in: bytes, from: index)
        else { return nil }
        defer { index = end }
        return (index + 1..<end - 1, hasEscapes)
    }

    /// Empty for null.
    private mutating func objectOrNull(_ bytes: Span<UInt8>) -> Range<Int>? {
        if isNull(bytes) { return index..<index }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { return nil }
        return anything(bytes)
    }

    /// The extent of any value; it is checked by whoever reads it.
    private mutating func anything(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard let end = JSONExtent.end(in: bytes, from: index) else { return nil }
        defer { index = end }
        return index..<end
    }
}
