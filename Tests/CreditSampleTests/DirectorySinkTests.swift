import Foundation
import Testing

@testable import CreditSample

struct DirectorySinkTests {
    /// A directory that goes away with the test.
    private final class Place {
        let path: String
        init() throws {
            path = FileManager.default.temporaryDirectory.appendingPathComponent("sample-\(UUID().uuidString)").path
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }
        var visible: [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return names.filter { !$0.hasPrefix(".") }.sorted()
        }
        func put(_ name: String) {
            _ = FileManager.default.createFile(atPath: path + "/" + name, contents: Data("x".utf8))
        }
        func text(_ name: String) -> String? {
            FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private func write(_ names: [String], _ text: String, to sink: DirectorySink) throws {
        for name in names {
            var writer = try ByteWriter(name: name, sink: sink)
            writer.text(text)
            try writer.finish()
        }
    }

    @Test func nextRunReplacesTheFilesOfTheLast() throws {
        let place = try Place()
        try write(["a.csv", "b.csv"], "one", to: DirectorySink(directory: place.path))
        try write(["b.csv", "c.csv"], "two", to: DirectorySink(directory: place.path))
        #expect(place.visible == ["b.csv", "c.csv"])
        #expect(place.text("b.csv") == "two")
    }

    @Test func filesOfOthersAreRefusedUnlessForced() throws {
        let place = try Place()
        try write(["a.csv"], "one", to: DirectorySink(directory: place.path))
        place.put("mine.txt")
        #expect(throws: SampleError.directoryNotOurs(path: place.path, example: "mine.txt")) {
            try DirectorySink(directory: place.path)
        }
        #expect(place.visible == ["a.csv", "mine.txt"])
        try write(["b.csv"], "two", to: DirectorySink(directory: place.path, force: true))
        #expect(place.visible == ["b.csv", "mine.txt"])
    }

    @Test func halfAFileHasNoName() throws {
        let place = try Place()
        do {
            let sink = try DirectorySink(directory: place.path)
            try write(["a.csv"], "one", to: sink)
            try sink.begin("b.csv")
            try sink.write([UInt8](repeating: 1, count: 10).span.bytes)
        }
        #expect(place.visible == ["a.csv"])
        try write(["b.csv"], "two", to: DirectorySink(directory: place.path))
        #expect(place.visible == ["b.csv"])
    }

    @Test func missingParentIsTold() throws {
        let place = try Place()
        #expect(throws: SampleError.self) { try DirectorySink(directory: place.path + "/a/b") }
    }
}
