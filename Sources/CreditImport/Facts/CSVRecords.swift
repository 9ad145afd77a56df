/// One record of a small CSV file.
struct CSVRecord: Sendable {
    /// 1-based line on which it begins.
    let line: Int
    let fields: [String]
    /// The bytes as in the file, the line end included.
    let text: [UInt8]
}

/// Reads a whole CSV file by RFC 4180: quotes, doubled quotes, line ends inside quotes, CRLF or LF, a byte-order mark.
///
/// For files of up to some hundred thousand rows; usage has a reader of its own.
struct CSVRecords {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    /// What stands next in the file.
    enum Next {
        case record(CSVRecord)
        /// A record that cannot be read, with the fault's field counted from 0.
        case broken(line: Int, field: Int, message: String, text: [UInt8])
        case end
    }

    /// The next record; empty lines are passed over.
    /// - Throws: `.unterminatedQuote`.
    mutating func next() throws(ImportFailure) -> Next {
        while at < bytes.count, bytes[at] == 0x0A || bytes[at] == 0x0D {
            if bytes[at] == 0x0A { line += 1 }
            at += 1
        }
        if at == bytes.count { return .end }
        let start = at
        let startLine = line
        var fields: [String] = []
        var fault: (field: Int, message: String)?
        while true {
            let field = try readField(fields.count, &fault)
            fields.append(field)
            if at == bytes.count { break }
            if bytes[at] == UInt8(ascii: ",") {
                at += 1
                continue
            }
            if bytes[at] == 0x0D, at + 1 < bytes.count, bytes[at + 1] == 0x0A { at += 1 }
            at += 1
            line += 1
            break
        }
        let text = Array(bytes[start..<at])
        if let fault { return .broken(line: startLine, field: fault.field, message: fault.message, text: text) }
        return .record(CSVRecord(line: startLine, fields: fields, text: text))
    }

    /// Reads up to the comma or the line end.
    private mutating func readField(
        _ number: Int, _ fault: inout (field: Int, message: String)?
    ) throws(ImportFailure) -> String {
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
            let opened = line
            var content: [UInt8] = []
            at += 1
            while true {
                guard at < bytes.count else { throw .unterminatedQuote(line: opened) }
                let byte = bytes[at]
                at += 1
                if byte == UInt8(ascii: "\"") {
                    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { break }
                    at += 1
                }
                if byte == 0x0A { line += 1 }
                content.append(byte)
            }
            let after = at
            skipPlain()
            if after != at, fault == nil { fault = (number, "there is text behind the closing quote") }
            return Self.text(content[...], number, &fault)
        }
        let start = at
        skipPlain()
        return Self.text(bytes[start..<at], number, &fault)
    }

    private mutating func skipPlain() {
        while at < bytes.count, bytes[at] != UInt8(ascii: ","), bytes[at] != 0x0A {
            if bytes[at] == 0x0D, at + 1 == bytes.count || bytes[at + 1] == 0x0A { return }
            at += 1
        }
    }

    private static func text(
        _ bytes: ArraySlice<UInt8>, _ number: Int, _ fault: inout (field: Int, message: String)?
    ) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        if fault == nil { fault = (number, "the text is not UTF-8; save the file as UTF-8") }
        return ""
    }
}
