package import Catalogue
package import Credit
package import Store

/// What one request brings along to every resolver.
package final class RequestContext: Sendable {
    package let snapshot: Snapshot
    package let viewer: Viewer
    /// The instant that the request began: what `today` means in it.
    package let now: Instant
    let scope: CustomerScope
    private let store: any CreditStore
    // A request runs on one thread at a time, and hands the context from one to the next.
    private nonisolated(unsafe) var openView: (any StoreView)?

    package init(snapshot: Snapshot, store: any CreditStore, viewer: Viewer, now: Instant) {
        self.snapshot = snapshot
        self.store = store
        self.viewer = viewer
        self.now = now
        scope = viewer.scope(in: snapshot)
    }

    deinit { unsafe openView?.close() }

    var today: Day { now.day }

    /// The one view of the store that all questions of the request share; opened by the first of them.
    func reader() -> any StoreReader {
        if let view = unsafe openView { return view }
        let view = store.view()
        unsafe openView = view
        return view
    }

    /// - Throws: `.noRole`.
    func requireRole() throws(APIError) {
        if !viewer.hasRole { throw .noRole }
    }

    func sees(_ customer: Int32) -> Bool { scope.contains(customer) }
}
