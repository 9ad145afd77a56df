import Credit
import JSON

/// The cases of one file in `cases/`: records, and what the plugin must make of them.
package struct PluginCases: Sendable {
    package let file: String
    package let callIndex: Int
    package let batch: PluginBatch
    /// By row, then by output; nil for a record that must fail.
    let expected: [[PluginValue]?]
    /// Part of the message that a failing record must have.
    let errors: [String?]
    /// Where each expected record stands.
    let lines: [Int]

    /// Reads `{"call": "lines", "input": [{…}], "expected": [{…}]}`; a record that must fail is `{"error": "text"}`.
    /// - Throws: `PluginProblem` with the line.
    init(_ bytes: [UInt8], file: String, manifest: PluginManifest) throws(PluginProblem) {
        self.file = file
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw PluginProblem(.cases, error.message, file: file, line: error.line)
        }
        let object = value.object ?? JSONObject()
        let name = object["call"]?.string ?? manifest.calls[0].name
        guard let index = manifest.calls.firstIndex(where: { $0.name == name }) else {
            let names = manifest.calls.map(\.name).joined(separator: ", ")
            throw PluginProblem(.cases, "there is no call “\(name)”; there are \(names)", file: file, line: 1)
        }
        for member in object.members where !["call", "description", "input", "expected"].contains(member.key) {
            throw PluginProblem(
                .cases, "has no key “\(member.key)”; it may have call, description, input, expected", file: file,
                line: 1)
        }
        guard let input = object["input"]?.array, let wanted = object["expected"]?.array, !input.isEmpty,
            input.count == wanted.count
        else {
            throw PluginProblem(
                .cases, "“input” and “expected” must be lists of as many records, one at least", file: file, line: 1)
        }
        let call = manifest.calls[index]
        callIndex = index
        let inputLines = Self.lines(of: "input", in: bytes)
        lines = Self.lines(of: "expected", in: bytes)
        var columns: [PluginColumn] = []
        for column in call.columns {
            var builder = PluginColumnBuilder(column.type, capacity: input.count)
            for (row, record) in input.enumerated() {
                builder.append(
                    try Self.value(
                        record.object?[column.name], column.type, column.name, file,
                        inputLines.indices.contains(row) ? inputLines[row] : 1))
            }
            guard let finished = try? builder.finish() else {
                throw PluginProblem(
                    .cases, "the values of “\(column.name)” need more than 38 digits together", file: file)
            }
            columns.append(finished)
        }
        for (row, record) in input.enumerated() {
            for member in record.object?.members ?? []
            where !call.columns.contains(where: { $0.name == member.key }) {
                throw PluginProblem(
                    .cases, "“\(member.key)” is not among the inputs of \(name)", file: file, line: inputLines[row])
            }
        }
        batch = PluginBatch(rows: input.count, columns: columns)
        var expected: [[PluginValue]?] = []
        var errors: [String?] = []
        for (row, record) in wanted.enumerated() {
            let line = lines.indices.contains(row) ? lines[row] : 1
            let object = record.object ?? JSONObject()
            if let text = object["error"]?.string {
                expected.append(nil)
                errors.append(text)
                continue
            }
            for member in object.members where !call.outputs.contains(where: { $0.name == member.key }) {
                throw PluginProblem(
                    .cases, "“\(member.key)” is not among the outputs of \(name)", file: file, line: line)
            }
            var values: [PluginValue] = []
            for output in call.outputs {
                values.append(try Self.value(object[output.name], output.type, output.name, file, line))
            }
            expected.append(values)
            errors.append(nil)
        }
        self.expected = expected
        self.errors = errors
    }

    private static func value(
        _ value: JSONValue?, _ type: PluginType, _ name: String, _ file: String, _ line: Int
    ) throws(PluginProblem) -> PluginValue {
        guard let value, !value.isNull else { return .null }
        let text = value.string ?? value.numberText
        switch type {
        case .text: if let text = value.string { return .text(text) }
        case .decimal: if let text, let number = try? ExactDecimal(parsing: text) { return .decimal(number) }
        case .integer: if let text, let number = Int64(text) { return .integer(number) }
        case .date: if let text = value.string, let day = try? Day(parsing: text) { return .date(day.number) }
        case .boolean: if let flag = value.bool { return .boolean(flag) }
        }
        throw PluginProblem(.cases, "“\(name)” must be a value of type \(type.name)", file: file, line: line)
    }

    /// The lines on which the items of a list begin.
    private static func lines(of key: String, in bytes: [UInt8]) -> [Int] {
        let wanted = Array("\"\(key)\"".utf8)
        var lines: [Int] = []
        var line = 1
        var index = 0
        var depth = 0
        var isInside = false
        var startsItem = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isInside, startsItem, byte > 32, byte != UInt8(ascii: "]") {
                lines.append(line)
                startsItem = false
            }
            switch byte {
            case UInt8(ascii: "\""):
                let isKey = depth == 1 && !isInside && bytes[index...].starts(with: wanted)
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
                }
                if isKey {
                    while index < bytes.count, bytes[index] != UInt8(ascii: "[") {
                        if bytes[index] == UInt8(ascii: "\n") { line += 1 }
                        index += 1
                    }
                    isInside = true
                    startsItem = true
                    depth = 2
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if isInside, depth < 2 { return lines }
            case UInt8(ascii: ","): if isInside, depth == 2 { startsItem = true }
            default: break
            }
            index += 1
        }
        return lines
    }

    /// Compares what came out with what is expected.
    /// - Throws: the first difference, with its line.
    func check(_ result: PluginResult, _ call: PluginCall) throws(PluginProblem) {
        let failures = Dictionary(result.errors.map { ($0.row, $0.problem) }) { first, _ in first }
        for row in 0..<batch.rows {
            let line = lines.indices.contains(row) ? lines[row] : nil
            let place = "record \(row + 1) of \(call.name)"
            if let text = errors[row] {
                guard let failure = failures[row] else {
                    throw PluginProblem(
                        .cases, "\(place) should fail with “\(text)”, but it did not", file: file, line: line)
                }
                guard failure.description.contains(text) else {
                    throw PluginProblem(
                        .cases, "\(place) should fail with “\(text)”, but it failed with: \(failure)", file: file,
                        line: line)
                }
                continue
            }
            if let failure = failures[row] {
                throw PluginProblem(.cases, "\(place) failed: \(failure)", file: file, line: line)
            }
            for (index, output) in call.outputs.enumerated() {
                let actual = result.columns[index][row]
                guard let wanted = expected[row]?[index], wanted != actual else { continue }
                throw PluginProblem(
                    .cases,
                    "\(place): \(output.name) is \(actual.text ?? "null"), expected \(wanted.text ?? "null")",
                    file: file,
                    line: line)
            }
        }
    }
}

/// Runs the cases of a plugin and holds it to them.
package enum PluginExam {
    /// All files in `cases/`, read.
    /// - Throws: where there is none, or one cannot be read.
    package static func cases(_ files: PluginFiles, _ manifest: PluginManifest) throws(PluginProblem) -> [PluginCases] {
        var all: [PluginCases] = []
        for file in files.files where file.name.hasPrefix("cases/") && file.name.hasSuffix(".json") {
            all.append(try PluginCases(file.bytes, file: file.name, manifest: manifest))
        }
        for (index, call) in manifest.calls.enumerated() where !all.contains(where: { $0.callIndex == index }) {
            throw PluginProblem(
                .cases, "no case of \(call.name): a plugin is used only after its own cases passed", file: "cases")
        }
        return all
    }

    /// - Throws: the first case that fails, or the first record whose values depend on when or after what it is asked for.
    package static func check(_ instance: PluginInstance, _ cases: [PluginCases]) throws(PluginProblem) {
        for one in cases {
            let call = instance.manifest.calls[one.callIndex]
            // A policy that refuses the batch would hide which record failed.
            let first = instance.run(one.callIndex, one.batch, isExam: true)
            try one.check(first, call)
            let second = instance.run(one.callIndex, one.batch, isExam: true)
            try same(first, second, one, call, order: Array(0..<one.batch.rows), "a second time")
            let reversed = Array((0..<one.batch.rows).reversed())
            let third = instance.run(one.callIndex, one.batch.picking(reversed), isExam: true)
            try same(first, third, one, call, order: reversed, "in another order")
        }
    }

    /// - Parameter order: row n of `other` is row `order[n]` of `first`.
    private static func same(
        _ first: PluginResult, _ other: PluginResult, _ cases: PluginCases, _ call: PluginCall, order: [Int],
        _ when: String
    ) throws(PluginProblem) {
        for (index, output) in call.outputs.enumerated() {
            for (place, row) in order.enumerated() where first.columns[index][row] != other.columns[index][place] {
                let line = cases.lines.indices.contains(row) ? cases.lines[row] : nil
                throw PluginProblem(
                    .nondeterministic,
                    "record \(row + 1) of \(call.name): \(output.name) is \(first.columns[index][row].text ?? "null"), asked \(when) it is \(other.columns[index][place].text ?? "null")",
                    file: cases.file, line: line)
            }
        }
    }

    /// Microseconds a record in batches of 1,000, the best of several, for each call that has cases.
    package static func speed(_ instance: PluginInstance, _ cases: [PluginCases]) -> [(
        call: String, microseconds: Double
    )] {
        var figures: [(call: String, microseconds: Double)] = []
        for (index, call) in instance.manifest.calls.enumerated() {
            guard let one = cases.first(where: { $0.callIndex == index && $0.errors.allSatisfy { $0 == nil } }) else {
                continue
            }
            let rows = PluginInstance.batchSize
            let batch = one.batch.picking((0..<rows).map { $0 % one.batch.rows })
            var best = Int64.max
            for _ in 0..<15 {
                let began = PluginInstance.now
                _ = instance.run(index, batch, isExam: true)
                best = min(best, PluginInstance.now - began)
            }
            figures.append((call.name, Double(best) / Double(rows)))
        }
        return figures
    }
}

extension PluginBatch {
    /// The given rows, in that order.
    package func picking(_ rows: [Int]) -> PluginBatch {
        PluginBatch(
            rows: rows.count,
            columns: columns.map { column in
                var builder = PluginColumnBuilder(column.type, capacity: rows.count)
                for row in rows { builder.append(column[row]) }
                // A subset of values that had a scale in common has one.
                return (try? builder.finish()) ?? column
            })
    }
}
