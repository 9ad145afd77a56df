import Glibc
import Testing

@testable import creditgraph

@Suite("The explorer page")
struct ExplorerPageTests {
    private static let folder = #filePath.components(upTo: "/Tests/") + "/Sources/CExplorerPage/page"

    @Test("every file of Sources/CExplorerPage/page is in the program")
    func embedded() throws {
        let listing = try FilePattern.paths(Self.folder + "/*")
        let names = listing.compactMap { $0.split(separator: "/").last.map(String.init) }
        let expected = names.map { $0 == "index.html" ? "/" : "/explorer/" + $0 }
        #expect(Set(ExplorerPage.files.map(\.path)) == Set(expected))
        #expect(names.count > 10)
    }

    @Test("no file of it names another host, or holds a script or style that its policy refuses")
    func ownHostOnly() throws {
        for path in try FilePattern.paths(Self.folder + "/*") {
            let text = String(decoding: try InputFile.bytes(of: path), as: UTF8.self)
            let addresses = text.split(separator: "\"").filter { $0.hasPrefix("http://") || $0.hasPrefix("https://") }
            #expect(addresses.allSatisfy { $0 == "http://www.w3.org/2000/svg" }, "\(path)")
            #expect(!text.contains("innerHTML") && !text.contains(" style=\"") && !text.contains("onclick=\""))
        }
    }
}

extension String {
    fileprivate func components(upTo part: String) -> String {
        var end = startIndex
        var rest = self[...]
        while let index = rest.indices.first(where: { rest[$0...].hasPrefix(part) }) {
            end = index
            rest = rest[rest.index(after: index)...]
        }
        return String(self[..<end])
    }
}

@Suite("--graphiql-dir")
struct GraphiQLDirectoryTests {
    private func directory(_ files: [String: String]) throws -> String {
        var template = Array("/tmp/graphiql-XXXXXX".utf8CString)
        let path = String(cString: try #require(mkdtemp(&template)))
        for (name, text) in files {
            let file = try #require(fopen(path + "/" + name, "w"))
            fputs(text, file)
            fclose(file)
        }
        return path
    }

    @Test("serves plain files of known kinds, and nothing that a link leads to")
    func plainFiles() throws {
        let path = try directory(["index.html": "<p>", "a.js": "1", "secret.pem": "x", ".hidden": "y"])
        symlink("/etc/passwd", path + "/passwd.txt")
        mkdir(path + "/sub.js", 0o700)
        #expect(try GraphiQLDirectory.files(path).map(\.path) == ["/graphiql/a.js", "/graphiql/"])
    }

    @Test("refuses a directory without index.html, and none at all")
    func refused() throws {
        let empty = try directory([:])
        for path in [empty, empty + "/nowhere"] {
            let failure = #expect(throws: CommandFailure.self) { try GraphiQLDirectory.files(path) }
            #expect(failure?.code == .noInput && failure?.message.hasPrefix("GRAPHIQL_DIRECTORY") == true)
        }
    }
}
