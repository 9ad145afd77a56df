package import Credit

/// One change that somebody made through the API: who, when, what, before and after.
package struct AuditEntry: Sendable, Hashable {
    /// 0 until it is stored; ascending with time.
    package var id: Int64
    package var at: Instant
    /// Name of the API key, for people.
    package var by: String
    /// Whose it was, the same for one key through all its time: with `action` and `clientMutationID` it names one change.
    package var actor: String
    /// Name of the mutation.
    package var action: String
    /// Id of the changed object, as the API gives it.
    package var object: String
    /// Whose object it is; nil: the partner's own.
    package var customer: GUID?
    /// The input as JSON without `clientMutationId`, to tell a repetition from another change.
    package var input: String
    /// JSON; nil where there was nothing.
    package var before: String?
    /// JSON; nil where nothing is left.
    package var after: String?
    /// What all changes of one request share.
    package var correlationID: String?
    package var clientMutationID: String?

    package init(
        id: Int64 = 0, at: Instant, by: String, actor: String, action: String, object: String, customer: GUID?,
        input: String, before: String?, after: String?, correlationID: String?, clientMutationID: String?
    ) {
        self.id = id
        self.at = at
        self.by = by
        self.actor = actor
        self.action = action
        self.object = object
        self.customer = customer
        self.input = input
        self.before = before
        self.after = after
        self.correlationID = correlationID
        self.clientMutationID = clientMutationID
    }
}

/// Which entries of the audit are asked for.
package struct AuditQuery: Sendable, Hashable {
    /// Only changes of this object; nil: of all.
    package var object: String?
    /// Only changes of these customers' objects; nil: of all, the partner's own too.
    package var customers: [GUID]?
    /// Only older ones than this entry.
    package var before: Int64?
    package var limit: Int

    package init(object: String? = nil, customers: [GUID]? = nil, before: Int64? = nil, limit: Int) {
        self.object = object
        self.customers = customers
        self.before = before
        self.limit = limit
    }
}
