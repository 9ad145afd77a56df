/// Why a field has no answer. Codes only ever grow; texts are for the reader of the answer.
package enum APIError: Error, Sendable, Hashable {
    /// The viewer's key has no role.
    case noRole
    /// Something that a viewer of some customers may not see.
    case customersOnly(what: String)
    case firstAndLast
    case pageTooLarge(argument: String, value: Int, most: Int)
    case negativePage(argument: String, value: Int)
    case foreignCursor(argument: String)
    case badID(argument: String, expected: String)
    case badScope(String)
    case badPeriod(String)
    /// A change of a simulation that cannot be.
    case badChange(String)
    /// A value of a filter that nothing can be compared with.
    case badFilter(String)
    case tooDeep(levels: Int)
    case missingFact(String)
    case overflow
    /// A plugin's field that is filtered or split by, and of which some lines have no stored value.
    case valuesPending(field: String)
    /// The server was put together without what mutations need.
    case notOffered
    case store(code: String, message: String)

    /// Stable name.
    package var code: String {
        switch self {
        case .noRole, .customersOnly: "FORBIDDEN"
        case .firstAndLast: "PAGE_FIRST_AND_LAST"
        case .pageTooLarge: "PAGE_TOO_LARGE"
        case .negativePage: "PAGE_NEGATIVE"
        case .foreignCursor: "BAD_CURSOR"
        case .badID: "BAD_ID"
        case .badScope: "BAD_SCOPE"
        case .badPeriod: "BAD_PERIOD"
        case .badChange: "BAD_CHANGE"
        case .badFilter: "BAD_FILTER"
        case .tooDeep: "TOO_DEEP"
        case .missingFact: "FACT_MISSING"
        case .overflow: "AMOUNT_OVERFLOW"
        case .valuesPending: "PLUGIN_VALUES_PENDING"
        case .notOffered: "READ_ONLY"
        case .store(let code, _): code
        }
    }

    /// What happened and what to do.
    package var message: String {
        switch self {
        case .noRole:
            "You have no role, so you may read nothing but `viewer`. Ask for a role: of a key, `creditgraph key new --roles …`; of a token, the claim of its issuer that holds roles."
        case .customersOnly(let what):
            "You see some customers only, and \(what) belongs to all of them. Ask with a key or a token that sees all."
        case .firstAndLast: "Give `first` or `last`, not both."
        case .pageTooLarge(let argument, let value, let most):
            "`\(argument)` is \(value); at most \(most) items come in one page. Ask for the next page with the cursor in `pageInfo`."
        case .negativePage(let argument, let value): "`\(argument)` is \(value); it must be 0 or more."
        case .foreignCursor(let argument):
            "`\(argument)` is not a cursor of this list in this order. Use `startCursor` or `endCursor` of a page of the same list."
        case .badID(let argument, let expected): "`\(argument)` is not \(expected)."
        case .badScope(let text): text
        case .badPeriod(let text): text
        case .badChange(let text): text
        case .badFilter(let text): text
        case .tooDeep(let levels): "Groups can be split at most \(levels) times within each other."
        case .missingFact(let text): text
        case .notOffered: "This server only answers questions; nothing can be changed through it."
        case .valuesPending(let field):
            "`\(field)` cannot be filtered or split by now: its values are not stored for all lines asked for. The server works them out beside requests, so ask again in a moment; what was simulated has none."
        case .overflow: "An amount has more digits than can be kept exactly (76)."
        case .store(_, let message): message
        }
    }
}
