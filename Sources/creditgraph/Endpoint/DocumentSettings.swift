import ArgumentParser
import GraphQLHTTP
import GraphQLLanguage
import Logging

/// Documents that requests name instead of sending them.
struct DocumentSettings: ParsableArguments {
    @Option(help: "Bytes of documents kept for automatic persisted queries; 0: none is taken. Default: 8388608.")
    var persistedQueryBytes: String?

    @Option(help: "Directory of documents that requests may name; SIGHUP reads it again. Default: none.")
    var trustedDocuments: String?

    @Option(help: "on: nothing is executed but documents of that directory. Default: off.")
    var onlyTrusted: String?

    /// What the command line gives.
    var flags: [(name: String, value: String?)] {
        [
            ("persisted-query-bytes", persistedQueryBytes), ("trusted-documents", trustedDocuments),
            ("only-trusted", onlyTrusted),
        ]
    }
}

extension Setting {
    static let persistedQueryBytes = Setting(
        name: "persisted-query-bytes", fallback: "8388608",
        help:
            "Bytes of documents kept for automatic persisted queries (extensions.persistedQuery, version 1): sent once with their SHA-256, named by it from then on. What nobody asks for makes room first. 0: PERSISTED_QUERY_NOT_SUPPORTED."
    )
    static let trustedDocuments = Setting(
        name: "trusted-documents", fallback: "",
        help:
            "Directory of documents that requests may name by documentId: *.graphql and *.gql by the SHA-256 of their text (sha256:…, with and without the last line end), *.json manifests {id: document} by their ids too. SIGHUP reads it again; where a file is broken the old ones stay."
    )
    static let onlyTrusted = Setting(
        name: "only-trusted", fallback: "off",
        help:
            "on: nothing is executed but the trusted documents, named or sent whole; anything else, questions for the schema too, is DOCUMENT_NOT_TRUSTED. The page at / is of no use then."
    )

    static let documents = [persistedQueryBytes, trustedDocuments, onlyTrusted]
}

/// The documents of a server and the directory that the trusted ones come from.
struct ServedDocuments: Sendable {
    let store: DocumentStore
    private let directory: String
    private let parser: ParserOptions

    init(_ settings: Settings, parser: ParserOptions) throws(CommandFailure) {
        directory = settings[.trustedDocuments]
        self.parser = parser
        let servesOnlyTrusted = try settings.flag(.onlyTrusted)
        if servesOnlyTrusted, directory.isEmpty {
            throw CommandFailure(
                .usage, "SETTING_ONLYTRUSTED: --only-trusted on needs --trusted-documents to say which those are.")
        }
        store = DocumentStore(
            automaticBytes: try settings.number(.persistedQueryBytes, in: 0...(1 << 30)),
            trusted: directory.isEmpty ? .none : try TrustedDirectory.documents(directory, parser: parser),
            servesOnlyTrusted: servesOnlyTrusted)
    }

    /// Reads the directory again; where that fails the old documents stay and the log says why.
    /// - Returns: whether there are new ones.
    func reload(_ log: Logger) -> Bool {
        if directory.isEmpty { return false }
        do throws(CommandFailure) {
            store.replace(try TrustedDirectory.documents(directory, parser: parser))
            return true
        } catch {
            log.error(
                "the trusted documents could not be reloaded; the old ones stay",
                metadata: ["error": "\(error.message)"])
            return false
        }
    }

    /// How many there are, and which of them the schema does not allow.
    func tell(_ endpoint: GraphQLEndpoint<some EndpointContext>, _ log: Logger) {
        if directory.isEmpty { return }
        log.info("trusted documents in use", metadata: ["documents": "\(store.documents.count)"])
        for (digest, reason) in endpoint.brokenTrustedDocuments {
            log.warning(
                "the schema does not allow a trusted document",
                metadata: ["document": "sha256:\(digest.hex)", "error": "\(reason)"])
        }
    }
}
