import Foundation
import Testing

@testable import CreditAPI

/// Queries and their answers over the sample world. RECORD_GOLDEN=1 writes the answers anew, and fails.
@Suite("Golden queries")
struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    private static let topics: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".query.graphql") }.map { String($0.dropLast(14)) }.sorted()
    }()

    @Test("answer as recorded", arguments: topics)
    func answers(topic: String) throws {
        let query = try String(contentsOf: Self.folder.appending(path: "\(topic).query.graphql"), encoding: .utf8)
        let file = Self.folder.appending(path: "\(topic).json")
        let world = try World.shared.get()
        let answer = Self.indented(try world.text(query)) + "\n"
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            try answer.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded")
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        let isSame = answer == expected
        #expect(isSame, "run with RECORD_GOLDEN=1 and look at the difference of \(topic).json")
        #expect(world.failures.all == [])
    }

    @Test("there are queries")
    func some() { #expect(Self.topics.count >= 7) }

    /// A line for each member and item, so that a change shows as a difference of lines.
    private static func indented(_ json: String) -> String {
        var result = ""
        var depth = 0
        var isText = false
        var isEscaped = false
        for character in json {
            if isText {
                result.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isText = false
                }
                continue
            }
            switch character {
            case "\"":
                isText = true
                result.append(character)
            case "{", "[":
                depth += 1
                result += "\(character)\n" + String(repeating: " ", count: depth)
            case "}", "]":
                depth -= 1
                result += "\n" + String(repeating: " ", count: depth) + "\(character)"
            case ",": result += ",\n" + String(repeating: " ", count: depth)
            default: result.append(character)
            }
        }
        return result
    }
}
