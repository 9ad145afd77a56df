import Foundation
import Testing

/// The inputs that fuzzing found interesting, each given to its target once: a finding ends the test run.
@Suite struct CorpusTests {
    @Test("seeds and kept inputs", arguments: FuzzTarget.all.map(\.name))
    func corpus(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        var inputs: [Data] = []
        let seeds = folder.appending(path: "Seeds/\(name)")
        for file in (try? FileManager.default.contentsOfDirectory(at: seeds, includingPropertiesForKeys: nil)) ?? [] {
            inputs.append(try Data(contentsOf: file))
        }
        if let kept = try? String(contentsOf: folder.appending(path: "Corpus/\(name).txt"), encoding: .utf8) {
            inputs += try kept.split(separator: "\n").map { try #require(Data(base64Encoded: String($0))) }
        }
        for input in inputs { target.run(Array(input)) }
        #expect(!inputs.isEmpty)
    }
}
