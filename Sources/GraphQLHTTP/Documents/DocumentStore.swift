import Locking

/// The documents that requests may name instead of sending them; one for all generations of a server's schema.
package final class DocumentStore: Sendable {
    private struct Trusted {
        var documents: TrustedDocuments
        var generation: Int
    }

    package let automatic: AutomaticDocuments
    /// Whether nothing is executed but what is trusted.
    package let servesOnlyTrusted: Bool
    private let trusted: Lock<Trusted>

    /// - Parameters:
    ///   - automaticBytes: for documents that clients send once; 0: none are kept. Where only trusted ones are served, none
    ///     are kept either.
    package init(automaticBytes: Int = 0, trusted: TrustedDocuments = .none, servesOnlyTrusted: Bool = false) {
        automatic = AutomaticDocuments(byteLimit: servesOnlyTrusted ? 0 : automaticBytes)
        self.servesOnlyTrusted = servesOnlyTrusted
        self.trusted = Lock(Trusted(documents: trusted, generation: 1))
    }

    /// For requests from now on.
    package func replace(_ documents: TrustedDocuments) {
        trusted.withLock { $0 = Trusted(documents: documents, generation: $0.generation + 1) }
    }

    package var documents: TrustedDocuments { trusted.withLock { $0.documents } }

    /// The set and its number, which goes into the keys of plans: what is trusted no more is found no more.
    var current: (documents: TrustedDocuments, generation: Int) {
        trusted.withLock { ($0.documents, $0.generation) }
    }
}
