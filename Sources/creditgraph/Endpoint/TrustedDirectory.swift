import GraphQLHTTP
import GraphQLLanguage
import JSON

/// A directory of documents that an admin trusts.
enum TrustedDirectory {
    /// - Unit: bytes, all files together.
    private static let byteLimit = 64 << 20
    /// - Unit: bytes.
    private static let nameLimit = 256

    /// The documents of the files that lie in the directory itself; other kinds of file and sub-directories are left out.
    /// Links are followed, for orchestrators mount files as links.
    /// - Throws: `CommandFailure` where it cannot be read or a file in it is broken.
    static func documents(_ directory: String, parser: ParserOptions) throws(CommandFailure) -> TrustedDocuments {
        var documents: [TrustedDocuments.Document] = []
        var named: [String: String] = [:]
        var total = 0
        for name in try PlainFiles.names(directory, code: "TRUSTED_DOCUMENTS") {
            let path = directory + "/" + name
            guard let kind = name.split(separator: ".").last, ["graphql", "gql", "json"].contains(kind),
                let size = PlainFiles.size(path, followsLinks: true)
            else { continue }
            total += size
            guard total <= byteLimit else {
                throw CommandFailure(.badData, "TRUSTED_DOCUMENTS: \(directory) holds more than 64 MiB.")
            }
            let bytes: [UInt8]
            do throws(InputFileError) {
                bytes = try InputFile.bytes(of: path)
            } catch {
                throw CommandFailure(.noInput, "TRUSTED_DOCUMENTS: \(path) cannot be read.")
            }
            let found = try kind == "json" ? manifest(bytes, path) : file(bytes)
            for document in found {
                try check(document, path, parser)
                if let name = document.name, let other = named.updateValue(path, forKey: name) {
                    throw CommandFailure(
                        .badData, "TRUSTED_DOCUMENTS: \(path) names a document “\(name)”, as \(other) does.")
                }
            }
            documents += found
        }
        return TrustedDocuments(documents)
    }

    /// Editors end a file with a line end that clients don't send.
    private static func file(_ bytes: [UInt8]) -> [TrustedDocuments.Document] {
        var trimmed = bytes
        if trimmed.last == UInt8(ascii: "\n") { trimmed.removeLast() }
        if trimmed.last == UInt8(ascii: "\r") { trimmed.removeLast() }
        let whole = TrustedDocuments.Document(text: bytes)
        return trimmed.count == bytes.count ? [whole] : [whole, TrustedDocuments.Document(text: trimmed)]
    }

    /// `{id: document}`, or Apollo's manifest with `operations` of `id` and `body`.
    private static func manifest(
        _ bytes: [UInt8], _ path: String
    ) throws(CommandFailure) -> [TrustedDocuments.Document] {
        func problem(_ reason: String) -> CommandFailure {
            CommandFailure(.badData, "TRUSTED_DOCUMENTS: \(path) is no manifest: \(reason)")
        }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw problem("\(error.description).")
        }
        guard let object = value.object else {
            throw problem("it must be an object {id: document}, not \(value.kindName).")
        }
        var documents: [TrustedDocuments.Document] = []
        if let operations = object["operations"]?.array {
            for operation in operations {
                guard let id = operation.object?["id"]?.string, let text = operation.object?["body"]?.string else {
                    throw problem("each of its operations must have `id` and `body`.")
                }
                documents.append(try document(id, text, problem))
            }
            return documents
        }
        for member in object.members {
            let id = member.key
            guard let text = member.value.string else { throw problem("“\(id)” must be a document as a string.") }
            documents.append(try document(id, text, problem))
        }
        return documents
    }

    private static func document(
        _ id: String, _ text: String, _ problem: (String) -> CommandFailure
    ) throws(CommandFailure) -> TrustedDocuments.Document {
        let bytes = Array(text.utf8)
        let hex = id.hasPrefix("sha256:") ? String(id.dropFirst(7)) : id
        if let digest = DocumentDigest(hex: hex) {
            guard digest == DocumentDigest(of: bytes) else {
                throw problem("“\(id)” is not the SHA-256 of its document.")
            }
        }
        guard (1...nameLimit).contains(id.utf8.count), id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw problem("“\(id)” must be of 1 to \(nameLimit) letters, digits and signs without blanks.")
        }
        return TrustedDocuments.Document(name: id.hasPrefix("sha256:") ? nil : id, text: bytes)
    }

    private static func check(
        _ document: TrustedDocuments.Document, _ path: String, _ options: ParserOptions
    ) throws(CommandFailure) {
        do throws(GraphQLSyntaxError) {
            _ = try Parser.parse(Source(bytes: document.text), options: options)
        } catch {
            let place = error.graphQLError.locations.first.map { " (line \($0.line), column \($0.column))" } ?? ""
            let name = document.name.map { " “\($0)”" } ?? ""
            throw CommandFailure(
                .badData, "TRUSTED_DOCUMENTS: \(path)\(name): \(error.graphQLError.message)\(place)")
        }
    }
}
