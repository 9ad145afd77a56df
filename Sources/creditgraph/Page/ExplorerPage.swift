import CExplorerPage
import CreditAPI
import GraphQLHTTP

/// The page at `/`: an editor for queries and a view of credits. It holds no data; what it shows it asks for with the key
/// that its reader types.
enum ExplorerPage {
    /// Everything from this server and nothing inline: a text from the store can never become a script.
    private static let policy: StaticString =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    /// The files of `Sources/CExplorerPage/page`, as they were when the program was built.
    static var files: [PageFile] {
        (0..<explorer_page_count()).compactMap { index in
            let file = unsafe explorer_page_at(index)
            let path = unsafe String(cString: file.path)
            let bytes = unsafe [UInt8](UnsafeBufferPointer(start: file.bytes, count: file.length))
            let name = path == "/" ? "index.html" : path
            return PageFile.contentType(ofName: name).map { PageFile(path: path, contentType: $0, bytes: bytes) }
        }
    }

    static var routes: [GraphQLEndpoint<RequestContext>.Route] {
        let page = PageFiles(files, policy: policy)
        return [
            GraphQLEndpoint.Route("/") { page.answer($0) },
            GraphQLEndpoint.Route(under: "/explorer/") { page.answer($0) },
        ]
    }
}
