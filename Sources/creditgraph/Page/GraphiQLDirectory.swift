import CreditAPI
import GraphQLHTTP
import HTTPServer

/// A directory of the admin's with GraphiQL in it, served at `/graphiql`. It is read once, at the start.
enum GraphiQLDirectory {
    /// GraphiQL's bundle calls `eval` and sets styles; so much is allowed on its own path only.
    private static let policy: StaticString =
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    /// - Unit: bytes, all files together.
    private static let byteLimit = 32 << 20

    /// Routes to the files that lie in the directory itself; other kinds of file, sub-directories and links are left out.
    /// - Throws: `CommandFailure` where it cannot be read, has no `index.html`, or holds more than 32 MiB.
    static func routes(_ directory: String) throws(CommandFailure) -> [GraphQLEndpoint<RequestContext>.Route] {
        let page = PageFiles(try files(directory), policy: policy)
        return [
            GraphQLEndpoint.Route("/graphiql") { _ in
                .now(
                    Response(
                        status: 308, text: "GraphiQL is at /graphiql/\n",
                        headers: [Response.Header("Location", "/graphiql/")]))
            },
            GraphQLEndpoint.Route(under: "/graphiql/") { page.answer($0) },
        ]
    }

    static func files(_ directory: String) throws(CommandFailure) -> [PageFile] {
        var files: [PageFile] = []
        var total = 0
        for name in try PlainFiles.names(directory, code: "GRAPHIQL_DIRECTORY") {
            let path = directory + "/" + name
            guard let type = PageFile.contentType(ofName: name), let size = PlainFiles.size(path) else { continue }
            total += size
            guard total <= byteLimit else {
                throw CommandFailure(
                    .badData, "GRAPHIQL_DIRECTORY: \(directory) holds more than 32 MiB, which GraphiQL does not.")
            }
            do throws(InputFileError) {
                let bytes = try InputFile.bytes(of: path)
                let place = name == "index.html" ? "/graphiql/" : "/graphiql/" + name
                files.append(PageFile(path: place, contentType: type, bytes: bytes))
            } catch {
                throw CommandFailure(.noInput, "GRAPHIQL_DIRECTORY: \(path) cannot be read.")
            }
        }
        guard files.contains(where: { $0.path == "/graphiql/" }) else {
            throw CommandFailure(
                .noInput, "GRAPHIQL_DIRECTORY: \(directory) has no index.html; deploy/graphiql fills a directory.")
        }
        return files
    }
}
