import Credit
import JSON
import Testing

@testable import creditgraph

#if canImport(Glibc)
    import Glibc
#endif

/// A case with what it must give.
struct SampleCase: CustomTestStringConvertible, Sendable {
    let value: JSONValue
    let id: String
    let kind: String
    let title: String
    let expected: JSONObject

    var testDescription: String { "\(id) \(title)" }

    static func load(_ name: String) -> [SampleCase] {
        let tests = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        guard let bytes = try? InputFile.bytes(of: "\(tests)/CreditTests/Golden/\(name)"),
            let cases = try? DecideCase.cases(in: bytes)
        else { return [] }
        return cases.compactMap { value in
            guard let object = value.object, let id = object["id"]?.string, let kind = object["kind"]?.string,
                let expected = object["expected"]?.object
            else { return nil }
            return SampleCase(
                value: value, id: id, kind: kind, title: object["title"]?.string ?? "", expected: expected)
        }
    }

    /// Decimals are compared as numbers, within the tolerance of the sample where it names one.
    static func compare(_ expected: JSONValue, _ found: JSONValue, at place: String) -> [String] {
        switch (expected, found) {
        case (.object(let expected), .object(let found)):
            let absolute = expected["tolerance"]?.string.flatMap { try? ExactDecimal(parsing: $0) }
            let relative = expected["relativeTolerance"]?.string.flatMap { try? ExactDecimal(parsing: $0) }
            return expected.members.flatMap { member -> [String] in
                if member.key.lowercased().hasSuffix("tolerance") { return [] }
                guard let value = found[member.key] else { return ["\(place).\(member.key) is missing"] }
                let own = expected["\(member.key)Tolerance"]?.string.flatMap { try? ExactDecimal(parsing: $0) }
                if let a = decimal(member.value), let b = decimal(value) {
                    let relativeLimit = relative.flatMap { try? $0.multiplied(by: a.magnitude) }
                    let limit = own ?? absolute ?? relativeLimit ?? .zero
                    guard let difference = try? a.subtracting(b).magnitude, difference <= limit else {
                        return ["\(place).\(member.key): expected \(a), found \(b)"]
                    }
                    return []
                }
                return compare(member.value, value, at: "\(place).\(member.key)")
            }
        case (.array(let expected), .array(let found)):
            if expected.count != found.count { return ["\(place): \(expected.count) items, found \(found.count)"] }
            return zip(expected, found).enumerated().flatMap { compare($1.0, $1.1, at: "\(place)[\($0)]") }
        default:
            if let a = decimal(expected), let b = decimal(found), a == b { return [] }
            return expected == found ? [] : ["\(place): expected \(expected), found \(found)"]
        }
    }

    private static func decimal(_ value: JSONValue) -> ExactDecimal? {
        (value.string ?? value.numberText).flatMap { try? ExactDecimal(parsing: $0) }
    }
}
