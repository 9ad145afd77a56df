package import Catalogue
package import Credit
package import CreditLedger
import GraphQLExecution
package import PluginHost
package import Store

/// What one request brings along to every resolver.
package final class RequestContext: Sendable {
    /// The state that the request sees: that of its begin, and after a change of its own the one that shows it.
    package var snapshot: Snapshot { unsafe state.snapshot }
    package let viewer: Viewer
    /// The instant that the request began: what `today` means in it.
    package let now: Instant
    /// The language of texts where a field is not asked for another.
    package let locale: TextLocale
    var scope: CustomerScope { unsafe state.scope }
    /// The plugins that the request began with.
    let plugins: PluginSet
    /// Looks at their directory again and gives the set in use then; nil where there is none.
    let reloadPlugins: (@Sendable () -> PluginSet)?
    /// Nil: nobody is asked again.
    package let authority: (any ViewerAuthority)?
    let store: any CreditStore
    /// Nil where nothing can be changed.
    let changes: ChangeSteps?
    /// Brings the state that all requests begin with up to date, and gives it; nil: it never changes.
    private let refresh: (@Sendable () throws -> Snapshot)?
    // A request runs on one thread at a time, and hands the context from one to the next.
    private nonisolated(unsafe) var state: (snapshot: Snapshot, scope: CustomerScope)
    private nonisolated(unsafe) var openView: (any StoreView)?
    /// Whether what was read was of one state, once the view is given back.
    private nonisolated(unsafe) var stateWasOne: Bool?
    private nonisolated(unsafe) var reports: CreditReports?
    private nonisolated(unsafe) var pages: LinePages?
    let directories: DirectoryCache
    /// Breakdowns that were asked for already.
    private nonisolated(unsafe) var groups: [CreditQuery: CreditGroups] = [:]
    let history: SnapshotHistory
    /// How many items one page may have.
    let pageLimit: Int
    /// What was asked of the past.
    nonisolated(unsafe) var pastStates: [Instant: PastState] = [:]
    private nonisolated(unsafe) var knownCorrelationID: String?
    /// What answers are made with, beside the data; nil where none can be named.
    let origin: AnswerOrigin?
    /// Names the state that is seen; nil where the request did not fix one.
    let token: String?
    /// Whether all is seen as the store stood at an earlier instant.
    let isPast: Bool

    /// - Parameters:
    ///   - directories: what all requests together keep of line groups.
    ///   - changes: how mutations are carried out.
    ///   - history: what all requests together keep of the past; nil: of its own.
    ///   - origin: nil: no answer can name what it was made from.
    ///   - refresh: brings the state that all requests begin with up to date, and gives it; nil: that of the origin.
    package init(
        snapshot: Snapshot, store: any CreditStore, directories: DirectoryCache, viewer: Viewer, now: Instant,
        locale: TextLocale = .english, plugins: PluginSet = .empty, changes: ChangeSteps? = nil,
        reloadPlugins: (@Sendable () -> PluginSet)? = nil, history: SnapshotHistory? = nil,
        authority: (any ViewerAuthority)? = nil, origin: AnswerOrigin? = nil,
        pageLimit: Int = PageRequest.largest, refresh: (@Sendable () throws -> Snapshot)? = nil
    ) {
        self.authority = authority
        self.origin = origin
        self.pageLimit = pageLimit
        self.refresh = refresh ?? origin?.refresh
        token = nil
        isPast = false
        self.history = history ?? SnapshotHistory(store, policy: snapshot.decision?.policy ?? CreditPolicy())
        self.directories = directories
        self.changes = changes
        self.store = store
        self.viewer = viewer
        self.now = now
        self.locale = locale
        self.plugins = plugins
        self.reloadPlugins = reloadPlugins
        unsafe state = (snapshot, viewer.scope(in: snapshot))
    }

    /// The same request over one view of the store; nothing can be changed through it.
    /// - Parameters:
    ///   - snapshot: shows what the view shows.
    ///   - token: names that state.
    init(
        _ other: RequestContext, _ snapshot: Snapshot, _ view: any StoreView, now: Instant, token: String,
        isPast: Bool = false
    ) {
        origin = other.origin
        pageLimit = other.pageLimit
        authority = other.authority
        self.token = token
        self.isPast = isPast
        refresh = nil
        history = other.history
        directories = other.directories
        changes = nil
        store = other.store
        viewer = other.viewer
        self.now = now
        locale = other.locale
        plugins = other.plugins
        reloadPlugins = nil
        // The viewer keeps what it may see by revision, and one of the past has that of today.
        unsafe state = (
            snapshot, isPast ? viewer.newScope(in: snapshot) : viewer.scope(in: snapshot)
        )
        unsafe openView = view
    }

    deinit { unsafe openView?.close() }

    var today: Day { now.day }

    /// What all changes of the request share.
    var correlationID: String {
        if let known = unsafe knownCorrelationID { return known }
        let made = GUID.random().description
        unsafe knownCorrelationID = made
        return made
    }

    /// From here on the request sees another state.
    func see(_ snapshot: Snapshot) {
        unsafe state = (snapshot, viewer.scope(in: snapshot))
        forgetView()
    }

    /// Gives up what the request has read of the store; the next question is about the newest state.
    func forgetView() {
        unsafe openView?.close()
        unsafe openView = nil
        unsafe reports = nil
        unsafe pages = nil
        unsafe groups = [:]
    }

    /// The texts of the language that an argument `locale` asks for, else of the viewer's; English where there are none.
    func texts(_ arguments: InputObject) -> TextCatalogue {
        guard let tag = arguments.string("locale") else { return .of(locale) }
        return .of(TextLocale(tag: tag) ?? .english)
    }

    /// The one view of the store that all questions of the request share; opened by the first of them.
    func reader() -> any StoreReader {
        if let view = unsafe openView { return view }
        let view = store.view()
        unsafe openView = view
        return view
    }

    /// What `isOfOneState` was when the view was given back; nil before.
    var sawOneState: Bool? { unsafe stateWasOne }

    /// Of the view that the request has opened; nil where it has opened none.
    func openedRevision() throws -> Int64? { try unsafe openView?.revision() }

    /// Answers from the ledger's sums, over the request's view.
    func reportReader() throws -> CreditReports {
        if let known = unsafe reports { return known }
        let reader = reader()
        let made = CreditReports(
            reader: reader, visibility: try visibility(), naming: AccountNaming(snapshot),
            policy: snapshot.decision?.policy ?? CreditPolicy())
        unsafe reports = made
        return made
    }

    /// Finds and reads usage lines, over the request's view.
    func lineReader() throws -> LinePages {
        if let known = unsafe pages { return known }
        let made = LinePages(
            reader: reader(), visibility: try visibility(), directories: directories, reports: try reportReader())
        unsafe pages = made
        return made
    }

    /// Which lines count, in the request's view.
    func visibility() throws -> UsageVisibility {
        let reader = reader()
        // Another process may have committed since the snapshot was loaded; what counts must fit what is read.
        return try reader.revision() == snapshot.revision
            ? snapshot.visibility : UsageVisibility(imports: try reader.imports())
    }

    /// Makes the state in memory and the view of the store the same: an import of another process that was committed since
    /// the state was loaded would be half seen else. Only before the first field is resolved.
    package func prepareToRead() {
        guard let refresh, unsafe openView == nil else { return }
        // Commits may come in between again and again; then what counts is taken from the view, see `visibility`.
        for _ in 0..<4 {
            let view = store.view()
            // What is wrong with the store is said by the first field that reads it.
            guard let revision = try? view.revision() else { return view.close() }
            if revision == snapshot.revision {
                unsafe openView = view
                return
            }
            view.close()
            guard let newest = try? refresh() else { return }
            see(newest)
        }
    }

    /// Gives the view back; a view that the whole request is about stays until its end.
    package func endReading() {
        guard token == nil else { return }
        unsafe stateWasOne = isOfOneState
        forgetView()
    }

    var knownGroups: [CreditQuery: CreditGroups] { unsafe groups }

    func remember(_ answer: CreditGroups, for query: CreditQuery) { unsafe groups[query] = answer }

    /// - Throws: `.noRole`.
    func requireRole() throws(APIError) {
        if !viewer.hasRole { throw .noRole }
    }

    /// Tenants of the customers that the viewer may see; nil: all.
    var visibleTenants: [GUID]? { scope.tenants(in: snapshot) }

    func sees(_ customer: Int32) -> Bool { scope.contains(customer) }
}
