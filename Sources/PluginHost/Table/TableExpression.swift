import Credit

/// How an output of a declarative plugin is made from a record. Null in, null out, except where “first” says otherwise.
indirect enum TableExpression: Sendable {
    case constant(PluginValue)
    case input(Int)
    /// An output of the same call that stands before this one.
    case output(Int)
    case lookup(LookupTable, columns: [Int])
    case add([TableExpression])
    case subtract(TableExpression, TableExpression)
    case multiply([TableExpression])
    case divide(TableExpression, TableExpression, scale: Int, RoundingRule)
    case round(TableExpression, scale: Int, RoundingRule)
    /// To a multiple of a step, such as 0.05.
    case roundToStep(TableExpression, step: ExactDecimal, RoundingRule)
    /// One part of an amount that is split by weights, so that all parts together are the amount.
    case share(TableExpression, weights: [TableExpression], part: Int, scale: Int)
    case join([TableExpression])
    case first([TableExpression])
    case least([TableExpression])
    case greatest([TableExpression])
    case tag(String, column: Int)
    case condition(TableCondition, then: TableExpression, else: TableExpression)
}

indirect enum TableCondition: Sendable {
    case less(TableExpression, TableExpression)
    case atMost(TableExpression, TableExpression)
    case equal(TableExpression, TableExpression)
    case not(TableCondition)
    case all([TableCondition])
    case any([TableCondition])
    case isTrue(TableExpression)
}

/// A record while its outputs are made.
struct TableRecord {
    let batch: PluginBatch
    let row: Int
    var outputs: [PluginValue] = []
}

/// A mistake in the values of one record, for the person who wrote the rule.
struct TableFailure: Error {
    let message: String
}

extension TableExpression {
    func value(_ record: TableRecord) throws(TableFailure) -> PluginValue {
        switch self {
        case .constant(let value): return value
        case .input(let column): return record.batch.columns[column][record.row]
        case .output(let index): return record.outputs[index]
        case .lookup(let table, let columns): return table.value(record, columns: columns)
        case .add(let terms): return try folded(terms, record) { a, b throws(DecimalError) in try a.adding(b) }
        case .multiply(let factors):
            return try folded(factors, record) { a, b throws(DecimalError) in try a.multiplied(by: b) }
        case .subtract(let a, let b):
            return try folded([a, b], record) { a, b throws(DecimalError) in try a.subtracting(b) }
        case .divide(let a, let b, let scale, let rounding):
            return try folded([a, b], record) { x, y throws(DecimalError) in
                try x.divided(by: y, scale: scale, rounding: rounding)
            }
        case .round(let operand, let scale, let rounding):
            guard let value = try number(operand, record) else { return .null }
            return .decimal(value.rounded(scale: scale, rounding))
        case .roundToStep(let operand, let step, let rounding):
            guard let value = try number(operand, record) else { return .null }
            return try exact { () throws(DecimalError) in
                try value.divided(by: step, scale: 0, rounding: rounding).multiplied(by: step)
            }
        case .share(let operand, let weights, let part, let scale):
            guard let value = try number(operand, record) else { return .null }
            var numbers: [ExactDecimal] = []
            for weight in weights {
                guard let weight = try number(weight, record) else { return .null }
                numbers.append(weight)
            }
            return .decimal(try Allocation.parts(of: value, scale: scale, weights: numbers)[part])
        case .join(let parts):
            var text = ""
            for part in parts {
                guard let value = try part.value(record).text else { return .null }
                text += value
            }
            return .text(text)
        case .first(let choices):
            for choice in choices {
                let value = try choice.value(record)
                if value != .null { return value }
            }
            return .null
        case .least(let choices): return try extreme(choices, record) { $0 < $1 }
        case .greatest(let choices): return try extreme(choices, record) { $1 < $0 }
        case .tag(let name, let column):
            guard case .text(let json) = record.batch.columns[column][record.row] else { return .null }
            return TagText.value(of: name, in: json).map { .text($0) } ?? .null
        case .condition(let condition, let then, let other):
            guard let holds = try condition.holds(record) else { return .null }
            return try (holds ? then : other).value(record)
        }
    }

    private func number(_ operand: TableExpression, _ record: TableRecord) throws(TableFailure) -> ExactDecimal? {
        switch try operand.value(record) {
        case .null: return nil
        case .decimal(let value): return value
        case .integer(let value): return ExactDecimal(Int(value))
        case let other: throw TableFailure(message: "“\(other.text ?? "")” is no number")
        }
    }

    private func folded(
        _ operands: [TableExpression], _ record: TableRecord,
        _ operation: (ExactDecimal, ExactDecimal) throws(DecimalError) -> ExactDecimal
    ) throws(TableFailure) -> PluginValue {
        guard var result = try number(operands[0], record) else { return .null }
        for operand in operands.dropFirst() {
            guard let value = try number(operand, record) else { return .null }
            do throws(DecimalError) {
                result = try operation(result, value)
            } catch {
                throw TableFailure(message: error.message)
            }
        }
        return .decimal(result)
    }

    private func exact(_ body: () throws(DecimalError) -> ExactDecimal) throws(TableFailure) -> PluginValue {
        do throws(DecimalError) {
            return .decimal(try body())
        } catch {
            throw TableFailure(message: error.message)
        }
    }

    private func extreme(
        _ choices: [TableExpression], _ record: TableRecord, _ precedes: (ExactDecimal, ExactDecimal) -> Bool
    ) throws(TableFailure) -> PluginValue {
        var best: ExactDecimal?
        for choice in choices {
            guard let value = try number(choice, record) else { return .null }
            if best.map({ precedes(value, $0) }) ?? true { best = value }
        }
        return best.map { .decimal($0) } ?? .null
    }
}

extension TableCondition {
    /// Nil where a value that it compares is null.
    func holds(_ record: TableRecord) throws(TableFailure) -> Bool? {
        switch self {
        case .less(let a, let b): return try compared(a, b, record).map { $0 < 0 }
        case .atMost(let a, let b): return try compared(a, b, record).map { $0 <= 0 }
        case .equal(let a, let b): return try compared(a, b, record).map { $0 == 0 }
        case .not(let condition): return try condition.holds(record).map { !$0 }
        case .all(let conditions):
            for condition in conditions {
                guard let holds = try condition.holds(record) else { return nil }
                if !holds { return false }
            }
            return true
        case .any(let conditions):
            for condition in conditions {
                guard let holds = try condition.holds(record) else { return nil }
                if holds { return true }
            }
            return false
        case .isTrue(let expression):
            switch try expression.value(record) {
            case .null: return nil
            case .boolean(let value): return value
            case let other: throw TableFailure(message: "“\(other.text ?? "")” is neither true nor false")
            }
        }
    }

    private func compared(_ a: TableExpression, _ b: TableExpression, _ record: TableRecord) throws(TableFailure)
        -> Int?
    {
        switch (try a.value(record), try b.value(record)) {
        case (.null, _), (_, .null): return nil
        case (.decimal(let x), .decimal(let y)): return x == y ? 0 : x < y ? -1 : 1
        case (.integer(let x), .decimal(let y)):
            return ExactDecimal(Int(x)) == y ? 0 : ExactDecimal(Int(x)) < y ? -1 : 1
        case (.decimal(let x), .integer(let y)):
            return x == ExactDecimal(Int(y)) ? 0 : x < ExactDecimal(Int(y)) ? -1 : 1
        case (.integer(let x), .integer(let y)): return x == y ? 0 : x < y ? -1 : 1
        case (.text(let x), .text(let y)): return x == y ? 0 : x < y ? -1 : 1
        case (.date(let x), .date(let y)): return x == y ? 0 : x < y ? -1 : 1
        case (.date(let x), .text(let y)):
            guard let day = try? Day(parsing: y) else { throw TableFailure(message: "“\(y)” is no date") }
            return x == day.number ? 0 : x < day.number ? -1 : 1
        case (.boolean(let x), .boolean(let y)): return x == y ? 0 : x ? 1 : -1
        case (let x, let y):
            throw TableFailure(message: "“\(x.text ?? "")” and “\(y.text ?? "")” cannot be compared")
        }
    }
}
