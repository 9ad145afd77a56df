/// Writes documents in one canonical form, the same as graphql-js `print`.
///
/// Lines longer than 80 UTF-16 units are broken where arguments, lists or input objects allow it.
package enum Printer {
    static let maxLineLength = 80

    package static func print(_ document: Document) -> String {
        var text = ""
        for (index, definition) in document.definitions.enumerated() {
            let printed = print(definition)
            if index > 0 {
                text += "\n\n"
                // Else the selections of an anonymous query would be read as the fields that the definition lacks.
                if printed.hasPrefix("{"), !text.hasSuffix("}\n\n"), mayHaveBlock(document.definitions[index - 1]) {
                    text += "query "
                }
            }
            text += printed
        }
        return text
    }

    private static func mayHaveBlock(_ definition: Definition) -> Bool {
        switch definition {
        case .type(let type): type.kind != .scalar && type.kind != .union
        case .schema: true
        case .operation, .fragment, .directive: false
        }
    }

    package static func print(_ definition: Definition) -> String {
        switch definition {
        case .operation(let operation): print(operation)
        case .fragment(let fragment): print(fragment)
        case .schema(let schema): print(schema)
        case .type(let type): print(type)
        case .directive(let directive): print(directive)
        }
    }

    package static func print(_ value: Value) -> String {
        switch value.kind {
        case .variable(let name): return "$\(name)"
        case .int(let digits), .float(let digits): return digits
        case .string(let literal): return print(literal)
        case .boolean(let value): return value ? "true" : "false"
        case .null: return "null"
        case .enumeration(let name): return name
        case .list(let items):
            let items = items.map(print)
            let line = "[\(items.joined(separator: ", "))]"
            return fits(line) ? line : "[\n\(indent(items.joined(separator: "\n")))\n]"
        case .object(let fields):
            let fields = fields.map { "\($0.name.text): \(print($0.value))" }
            let line = "{ \(fields.joined(separator: ", ")) }"
            return fits(line) ? line : block(fields)
        }
    }

    package static func print(_ literal: StringLiteral) -> String {
        literal.isBlock ? BlockString.print(literal.text) : quote(literal.text)
    }

    package static func print(_ directive: Directive) -> String {
        let arguments = directive.arguments.map(print)
        return "@\(directive.name.text)" + wrap("(", arguments.joined(separator: ", "), ")")
    }

    /// The text between double quotes, control characters escaped.
    package static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x08: quoted += "\\b"
            case 0x09: quoted += "\\t"
            case 0x0A: quoted += "\\n"
            case 0x0C: quoted += "\\f"
            case 0x0D: quoted += "\\r"
            case 0x22: quoted += "\\\""
            case 0x5C: quoted += "\\\\"
            case 0x00...0x1F, 0x7F...0x9F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    // MARK: Shapes

    static func print(_ argument: Argument) -> String { "\(argument.name.text): \(print(argument.value))" }

    static func print(_ directives: [Directive]) -> String {
        directives.map(print).joined(separator: " ")
    }

    /// The description on the lines before.
    static func lead(_ description: StringLiteral?) -> String {
        description.map { print($0) + "\n" } ?? ""
    }

    static func fits(_ line: String) -> Bool { line.utf16.count <= maxLineLength }

    /// The parts that are not empty, with a separator between them.
    static func join(_ parts: [String], _ separator: String = " ") -> String {
        parts.filter { !$0.isEmpty }.joined(separator: separator)
    }

    static func wrap(_ start: String, _ text: String, _ end: String = "") -> String {
        text.isEmpty ? "" : start + text + end
    }

    static func block(_ lines: [String]) -> String {
        lines.isEmpty ? "" : "{\n\(indent(lines.joined(separator: "\n")))\n}"
    }

    static func indent(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        var bytes: [UInt8] = [0x20, 0x20]
        bytes.reserveCapacity(text.utf8.count + 64)
        for byte in text.utf8 {
            bytes.append(byte)
            if byte == 0x0A { bytes.append(contentsOf: [0x20, 0x20]) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
