/// Documents that an admin trusts, by their digests and by names of their own. A set that never changes; a reload makes
/// another.
package final class TrustedDocuments: Sendable {
    package struct Document: Sendable {
        /// What requests call it besides its digest; nil: nothing.
        package var name: String?
        package var text: [UInt8]

        package init(name: String? = nil, text: [UInt8]) {
            self.name = name
            self.text = text
        }
    }

    private let byDigest: [DocumentDigest: [UInt8]]
    private let byName: [String: [UInt8]]

    package static let none = TrustedDocuments([])

    package init(_ documents: [Document]) {
        byDigest = Dictionary(documents.map { (DocumentDigest(of: $0.text), $0.text) }) { first, _ in first }
        byName = Dictionary(documents.compactMap { document in document.name.map { ($0, document.text) } }) {
            first, _ in
            first
        }
    }

    /// Documents, those that differ.
    package var count: Int { byDigest.count }
    package var digests: [DocumentDigest] { Array(byDigest.keys) }

    func text(_ digest: DocumentDigest) -> [UInt8]? { byDigest[digest] }
    func text(named name: String) -> [UInt8]? { byName[name] }
    func has(_ digest: DocumentDigest) -> Bool { byDigest[digest] != nil }
}
