/// How a document is validated.
package struct ValidationOptions: Sendable {
    /// After so many errors validation stops with one that says so.
    package var maxErrors = 100
    /// Whether errors say "Did you mean"; a public server may not want to tell its schema this way.
    package var suggests = true
    /// How deep fields may nest when fragments are put in place; rules and planner follow them by recursion.
    package var maxDepth = 200
    /// Whether introspection is refused that asks for lists of lists of lists, as graphql-js 17 does.
    package var limitsIntrospectionDepth = true

    package init(
        maxErrors: Int = 100, suggests: Bool = true, maxDepth: Int = 200, limitsIntrospectionDepth: Bool = true
    ) {
        self.maxErrors = maxErrors
        self.suggests = suggests
        self.maxDepth = maxDepth
        self.limitsIntrospectionDepth = limitsIntrospectionDepth
    }
}
