/// How a document is validated.
package struct ValidationOptions: Sendable {
    /// After so many errors validation stops with one that says so.
    package var maxErrors = 100
    /// Whether errors say "Did you mean"; a public server may not want to tell its schema this way.
    package var suggests = true
    /// Whether introspection is refused that asks for lists of lists of lists, as graphql-js 17 does.
    package var limitsIntrospectionDepth = true

    package init(maxErrors: Int = 100, suggests: Bool = true, limitsIntrospectionDepth: Bool = true) {
        self.maxErrors = maxErrors
        self.suggests = suggests
        self.limitsIntrospectionDepth = limitsIntrospectionDepth
    }
}
