import Credit
import JSON
import Testing

@testable import creditgraph

/// The published and derived samples, through the entry that the command uses.
@Suite("creditgraph decide: samples")
struct DecideSamplesTests {
    static let cases: [SampleCase] = SampleCase.load("decide_samples.json")

    @Test("there is at least one sample of every kind and of every reason")
    func complete() {
        #expect(Set(Self.cases.map(\.kind)).count == 13)
        let reasons = Self.cases.flatMap { $0.expected["lines"]?.array ?? [] }
            .compactMap { $0.object?["reasonCode"]?.string }
        #expect(Set(reasons) == Set(CreditReason.allCases.map(\.code)))
    }

    @Test("gives the expected result", arguments: cases)
    func expected(sample: SampleCase) throws {
        let answer = DecideCase.answer(sample.value, number: 1)
        #expect(!answer.isWrong)
        let line = try #require(try JSONValue(parsing: answer.line).object)
        let result = try #require(line["result"]?.object)
        #expect(line["id"] == .string(sample.id))
        for problem in SampleCase.compare(.object(sample.expected), .object(result), at: sample.id) {
            Issue.record("\(problem)")
        }
        let explanation = try #require(line["explanation"]?.array)
        #expect(!explanation.isEmpty)
        // A key of the catalogue that is missing would show as itself.
        let text = String(decoding: answer.line, as: UTF8.self)
        for prefix in ["formula", "summary", "grant", "product", "day", "access", "partner", "agreement"] {
            #expect(!text.contains("\":\"\(prefix)."))
        }
    }
}
