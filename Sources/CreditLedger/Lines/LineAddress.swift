import Credit
import Store

/// A line that is looked for by its public identity, and a hint where it is.
package struct LineAddress: Sendable, Hashable {
    package let reference: LineReference
    /// The first 32 bits of its subscription's id: only lines of such subscriptions are looked at. Nil: all lines of the
    /// import are.
    package let subscriptionPrefix: UInt32?

    package init(_ reference: LineReference, subscriptionPrefix: UInt32?) {
        self.reference = reference
        self.subscriptionPrefix = subscriptionPrefix
    }

    /// The rows of a group among which the line is, if the group has it.
    func rows(_ header: LineGroupHeader, _ directory: LineDirectory) -> Range<Int>? {
        guard header.imports.contains(reference.importID), header.firstLine <= reference.line,
            reference.line <= header.lastLine
        else { return nil }
        guard let subscriptionPrefix else { return 0..<header.rowCount }
        return directory.rows(ofSubscriptionPrefix: subscriptionPrefix)
    }
}

extension LineCursor {
    /// Where the line is looked for.
    package var address: LineAddress { LineAddress(reference, subscriptionPrefix: subscription.prefix) }
}
