import Credit
import JSON

/// Reads the “tables” and “rules” of a declarative plugin.
struct TableReader {
    let call: PluginCall
    let tables: [String: LookupTable]
    /// How many of the call's outputs stand before the one that is read.
    var known = 0

    init(call: PluginCall, tables: [String: LookupTable]) {
        self.call = call
        self.tables = tables
    }

    static func problem(_ message: String) -> PluginProblem {
        PluginProblem(.manifest, message, file: PluginManifest.fileName)
    }

    // MARK: Tables

    static func tables(_ object: JSONObject) throws(PluginProblem) -> [String: LookupTable] {
        var tables: [String: LookupTable] = [:]
        for member in object.members { tables[member.key] = try table(member) }
        return tables
    }

    private static func table(_ member: JSONObject.Member) throws(PluginProblem) -> LookupTable {
        let name = member.key
        guard let object = member.value.object, let rows = object["rows"]?.array else {
            throw problem("the table “\(name)” needs “rows”, a list")
        }
        for part in object.members where part.key != "rows" && part.key != "default" {
            throw problem("the table “\(name)” has no key “\(part.key)”; it may have rows and default")
        }
        var columns: [String] = []
        for row in rows {
            for part in row.object?.members ?? [] where !["value", "from", "until"].contains(part.key) {
                if !columns.contains(part.key) { columns.append(part.key) }
            }
        }
        var list: [LookupTable.Row] = []
        for (index, row) in rows.enumerated() {
            guard let row = row.object, let value = row["value"] else {
                throw problem("row \(index + 1) of the table “\(name)” has no value")
            }
            var keys: [String?] = []
            for column in columns {
                guard let key = row[column] else {
                    keys.append(nil)
                    continue
                }
                guard let text = key.string else {
                    throw problem("row \(index + 1) of the table “\(name)”: “\(column)” must be a string")
                }
                keys.append(text.lowercased())
            }
            list.append(
                LookupTable.Row(
                    keys: keys, from: try day(row, "from", name, index), until: try day(row, "until", name, index),
                    value: try constant(value, "the table “\(name)”")))
        }
        return LookupTable(
            name: name, columns: columns, rows: list,
            fallback: try object["default"].map { value throws(PluginProblem) in
                try constant(value, "the table “\(name)”")
            } ?? .null)
    }

    private static func day(_ row: JSONObject, _ key: String, _ name: String, _ index: Int) throws(PluginProblem)
        -> Int32?
    {
        guard let value = row[key] else { return nil }
        guard let day = value.string.flatMap({ try? Day(parsing: $0) }) else {
            throw problem("row \(index + 1) of the table “\(name)”: “\(key)” must be a day, such as 2026-10-31")
        }
        return day.number
    }

    private static func constant(_ value: JSONValue, _ place: String) throws(PluginProblem) -> PluginValue {
        switch value {
        case .null: return .null
        case .bool(let flag): return .boolean(flag)
        case .string(let text): return .text(text)
        case .number(let text):
            guard let number = try? ExactDecimal(parsing: text) else {
                throw problem("\(place): \(text) has more than 38 digits")
            }
            return .decimal(number)
        default: throw problem("\(place): a value must be a number, a string, true or false")
        }
    }

    // MARK: Expressions

    func expression(_ value: JSONValue, _ place: String) throws(PluginProblem) -> TableExpression {
        switch value {
        case .number, .bool, .null: return .constant(try Self.constant(value, place))
        case .string(let name): return try named(name, place)
        case .array: throw Self.problem("\(place): a list stands where a value must")
        case .object(let object): return try operation(object, place)
        }
    }

    private func named(_ name: String, _ place: String) throws(PluginProblem) -> TableExpression {
        if let index = call.columns.firstIndex(where: { $0.name == name }) { return .input(index) }
        if let index = call.outputs.prefix(known).firstIndex(where: { $0.name == name }) { return .output(index) }
        let names = call.columns.map(\.name) + call.outputs.prefix(known).map(\.name)
        throw Self.problem(
            "\(place): “\(name)” is no input and no earlier output; there are \(names.joined(separator: ", ")). A text is written {\"text\": \"\(name)\"}"
        )
    }

    private func operation(_ object: JSONObject, _ place: String) throws(PluginProblem) -> TableExpression {
        guard let first = object.members.first else { throw Self.problem("\(place): an empty object") }
        func allowed(_ more: String...) throws(PluginProblem) {
            for member in object.members.dropFirst() where !more.contains(member.key) {
                throw Self.problem("\(place): “\(first.key)” does not go with “\(member.key)”")
            }
        }
        func operands(_ range: ClosedRange<Int>) throws(PluginProblem) -> [TableExpression] {
            let values = first.value.array ?? []
            guard range.contains(values.count) else {
                throw Self.problem("\(place): “\(first.key)” needs a list of \(range.lowerBound) or more values")
            }
            var list: [TableExpression] = []
            for value in values { list.append(try expression(value, place)) }
            return list
        }
        switch first.key {
        case "text":
            try allowed()
            guard let text = first.value.string else { throw Self.problem("\(place): “text” must be a string") }
            return .constant(.text(text))
        case "table":
            try allowed()
            return try lookup(first.value.string ?? "", place)
        case "add":
            try allowed()
            return .add(try operands(1...64))
        case "multiply":
            try allowed()
            return .multiply(try operands(1...64))
        case "subtract":
            try allowed()
            let list = try operands(2...2)
            return .subtract(list[0], list[1])
        case "divide":
            try allowed("scale", "rounding")
            let list = try operands(2...2)
            return .divide(list[0], list[1], scale: try scale(object, place), try rounding(object, place))
        case "round":
            try allowed("scale", "rounding", "to")
            let operand = try expression(first.value, place)
            guard let step = object["to"] else {
                return .round(operand, scale: try scale(object, place), try rounding(object, place))
            }
            guard let number = step.numberText.flatMap({ try? ExactDecimal(parsing: $0) }), !number.isZero,
                !number.isNegative
            else { throw Self.problem("\(place): “to” must be a number above 0, such as 0.05") }
            return .roundToStep(operand, step: number, try rounding(object, place))
        case "share":
            try allowed("weights", "part", "scale")
            var weights: [TableExpression] = []
            for weight in object["weights"]?.array ?? [] { weights.append(try expression(weight, place)) }
            guard let part = object["part"]?.integer, weights.indices.contains(part), weights.count <= 64 else {
                throw Self.problem("\(place): “share” needs “weights”, a list, and “part”, the place in it from 0")
            }
            return .share(
                try expression(first.value, place), weights: weights, part: part, scale: try scale(object, place))
        case "join":
            try allowed()
            return .join(try operands(1...64))
        case "first":
            try allowed()
            return .first(try operands(1...64))
        case "min":
            try allowed()
            return .least(try operands(1...64))
        case "max":
            try allowed()
            return .greatest(try operands(1...64))
        case "tag":
            try allowed()
            guard let name = first.value.string, let column = call.columns.firstIndex(where: { $0.name == "tags" })
            else {
                throw Self.problem("\(place): “tag” needs the name of a tag, and “tags” among the inputs")
            }
            return .tag(name, column: column)
        case "if":
            try allowed("then", "else")
            return .condition(
                try condition(first.value, place), then: try expression(object["then"] ?? .null, place),
                else: try expression(object["else"] ?? .null, place))
        default:
            throw Self.problem(
                "\(place): “\(first.key)” is no operation; there are text, table, add, subtract, multiply, divide, round, share, join, first, min, max, tag, if"
            )
        }
    }

    private func condition(_ value: JSONValue, _ place: String) throws(PluginProblem) -> TableCondition {
        guard let first = value.object?.members.first,
            ["less", "atMost", "equal", "not", "all", "any"].contains(first.key)
        else { return .isTrue(try expression(value, place)) }
        if first.key == "not" { return .not(try condition(first.value, place)) }
        let values = first.value.array ?? []
        if first.key == "all" || first.key == "any" {
            var list: [TableCondition] = []
            for value in values { list.append(try condition(value, place)) }
            return first.key == "all" ? .all(list) : .any(list)
        }
        guard values.count == 2 else { throw Self.problem("\(place): “\(first.key)” compares two values") }
        let a = try expression(values[0], place)
        let b = try expression(values[1], place)
        return first.key == "less" ? .less(a, b) : first.key == "atMost" ? .atMost(a, b) : .equal(a, b)
    }

    private func lookup(_ name: String, _ place: String) throws(PluginProblem) -> TableExpression {
        guard let table = tables[name] else {
            throw Self.problem(
                "\(place): there is no table “\(name)”; there are \(tables.keys.sorted().joined(separator: ", "))")
        }
        var columns: [Int] = []
        for column in table.columns + (table.usesDates ? ["date"] : []) {
            guard let index = call.columns.firstIndex(where: { $0.name == column }) else {
                throw Self.problem("\(place): the table “\(name)” asks for “\(column)”, which is not among the inputs")
            }
            columns.append(index)
        }
        return .lookup(table, columns: columns)
    }

    private func scale(_ object: JSONObject, _ place: String) throws(PluginProblem) -> Int {
        guard let scale = object["scale"]?.integer, 0...38 ~= scale else {
            throw Self.problem("\(place): a “scale” of 0 to 38 is needed")
        }
        return scale
    }

    private func rounding(_ object: JSONObject, _ place: String) throws(PluginProblem) -> RoundingRule {
        switch object["rounding"]?.string {
        case "down": return .towardZero
        case "half_up": return .halfUp
        case "half_even": return .halfEven
        case "floor": return .floor
        default: throw Self.problem("\(place): a “rounding” is needed: down, half_up, half_even or floor")
        }
    }
}
