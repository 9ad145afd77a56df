import JSON

/// Writes rows as CSV or as JSON lines.
/// - Source: RFC 4180, section 2; <https://jsonlines.org>.
struct ListText: Sendable {
    let isCSV: Bool
    let columns: ListColumns

    /// The first line: the names of the columns. JSON lines have none.
    func header() -> [UInt8] {
        guard isCSV else { return [] }
        var out: [UInt8] = []
        for (index, name) in columns.names.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            let utf8 = Array(name.utf8)
            Self.cell(utf8.span, 0..<utf8.count, isText: false, to: &out)
        }
        out += [0x0D, 0x0A]
        return out
    }

    /// Appends one row.
    /// - Parameter row: the place of its JSON.
    func row(_ bytes: Span<UInt8>, _ row: Range<Int>, to out: inout [UInt8]) {
        guard isCSV else {
            // A line is one value; breaks between its parts are no part of it.
            for index in row where bytes[index] != 0x0A && bytes[index] != 0x0D { out.append(bytes[index]) }
            out.append(0x0A)
            return
        }
        if columns.isLeaf {
            Self.value(bytes, row, to: &out)
        } else {
            var places = [Range<Int>](repeating: 0..<0, count: columns.names.count)
            collect(bytes, row, columns.entries, &places)
            for (index, place) in places.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                Self.value(bytes, place, to: &out)
            }
        }
        out += [0x0D, 0x0A]
    }

    /// Where the value of each column lies; members come in the order of the entries, but for those of other types.
    private func collect(
        _ bytes: Span<UInt8>, _ object: Range<Int>, _ entries: [ListColumns.Entry], _ places: inout [Range<Int>]
    ) {
        var walk = JSONWalk(at: object.lowerBound)
        var next = 0
        walk.members(bytes) { key, place in
            for offset in 0..<entries.count {
                let index = (next + offset) % entries.count
                guard JSONWalk.equal(bytes, key, entries[index].key) else { continue }
                if let column = entries[index].column {
                    places[column] = place
                } else {
                    collect(bytes, place, entries[index].under, &places)
                }
                next = index + 1
                return
            }
        }
    }

    /// Null is nothing, an empty text is `""`; lists and JSON objects are their JSON.
    private static func value(_ bytes: Span<UInt8>, _ place: Range<Int>, to out: inout [UInt8]) {
        guard !place.isEmpty, bytes[place.lowerBound] != UInt8(ascii: "n") else { return }
        guard bytes[place.lowerBound] == UInt8(ascii: "\"") else {
            cell(bytes, place, isText: false, to: &out)
            return
        }
        guard place.count >= 2 else { return }
        let inside = place.lowerBound + 1..<place.upperBound - 1
        var hasEscapes = false
        for index in inside where bytes[index] == UInt8(ascii: "\\") {
            hasEscapes = true
            break
        }
        if !hasEscapes {
            cell(bytes, inside, isText: true, to: &out)
            return
        }
        let plain = Array(((try? JSONValue(parsing: bytes.extracting(place)))?.string ?? "").utf8)
        cell(plain.span, 0..<plain.count, isText: true, to: &out)
    }

    /// Quoted where a reader would else take it apart.
    /// - Parameter isText: a spreadsheet would work out a text that begins like a formula, so an apostrophe is put before;
    ///   numbers stay as they are.
    private static func cell(_ bytes: Span<UInt8>, _ place: Range<Int>, isText: Bool, to out: inout [UInt8]) {
        if place.isEmpty {
            if isText { out += [UInt8(ascii: "\""), UInt8(ascii: "\"")] }
            return
        }
        let isGuarded = isText && beginsLikeFormula(bytes, place)
        var needsQuotes = bytes[place.lowerBound] == 0x20 || bytes[place.upperBound - 1] == 0x20
        if !needsQuotes {
            for index in place {
                let byte = bytes[index]
                if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0D || byte == 0x0A {
                    needsQuotes = true
                    break
                }
            }
        }
        if needsQuotes { out.append(UInt8(ascii: "\"")) }
        if isGuarded { out.append(UInt8(ascii: "'")) }
        if needsQuotes {
            for index in place {
                if bytes[index] == UInt8(ascii: "\"") { out.append(UInt8(ascii: "\"")) }
                out.append(bytes[index])
            }
            out.append(UInt8(ascii: "\""))
        } else {
            unsafe bytes.extracting(place).withUnsafeBufferPointer { unsafe out.append(contentsOf: $0) }
        }
    }

    /// - Source: OWASP, "CSV Injection".
    private static func beginsLikeFormula(_ bytes: Span<UInt8>, _ place: Range<Int>) -> Bool {
        switch bytes[place.lowerBound] {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@"), 0x09, 0x0D, 0x0A: return true
        case UInt8(ascii: "-"):
            // A negative amount is a number, whatever a spreadsheet makes of it.
            var (digits, points) = (0, 0)
            for index in place.lowerBound + 1..<place.upperBound {
                switch bytes[index] {
                case 0x30...0x39: digits += 1
                case UInt8(ascii: "."): points += 1
                default: return true
                }
            }
            return digits == 0 || points > 1
        default: return false
        }
    }
}
