package import Credit

/// What a column of a plugin holds.
package enum PluginType: UInt32, Sendable, Hashable, CaseIterable {
    case text = 1
    case decimal = 2
    case integer = 3
    case date = 4
    case boolean = 5

    /// As in plugin.json.
    package var name: String {
        switch self {
        case .text: "text"
        case .decimal: "decimal"
        case .integer: "integer"
        case .date: "date"
        case .boolean: "boolean"
        }
    }

    package init?(name: String) {
        guard let type = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = type
    }

    /// The scalar of the schema that such a column is.
    package var scalar: String {
        switch self {
        case .text: "String"
        case .decimal: "Decimal"
        case .integer: "Int"
        case .date: "Date"
        case .boolean: "Boolean"
        }
    }
}

/// One cell.
package enum PluginValue: Sendable, Hashable {
    case null
    case text(String)
    case decimal(ExactDecimal)
    case integer(Int64)
    /// Days since 1970-01-01.
    case date(Int32)
    case boolean(Bool)

    /// As in a case's JSON, for people.
    package var text: String? {
        switch self {
        case .null: nil
        case .text(let text): text
        case .decimal(let value): value.description
        case .integer(let value): String(value)
        case .date(let days): Day(number: days).description
        case .boolean(let value): value ? "true" : "false"
        }
    }
}
