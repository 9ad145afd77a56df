package import Store

/// What is known of a grant beyond what decides. `DecisionFactsLoader` gives one for each grant, in the same order.
package struct GrantSource: Sendable, Hashable {
    /// Stable name, the same after every load: the resource id of a role assignment in lower case with its begin, or the
    /// content of an ACCESS_GRANTS row. Part of ids that clients keep.
    package let key: String
    /// The line that it was read from, the newest where there are several.
    package let origin: FactOrigin?
    /// Name of the holder as the file gives it.
    package let displayName: String?

    package init(key: String, origin: FactOrigin?, displayName: String?) {
        self.key = key
        self.origin = origin
        self.displayName = displayName
    }
}
