/// A field of an object type with the Swift code that answers it, whatever the type of its keys.
public struct BoundField<Context: AnyObject & Sendable>: Sendable {
    let name: String
    let resolver: FieldResolver

    init(name: String, resolver: FieldResolver) {
        self.name = name
        self.resolver = resolver
    }

    @usableFromInline init(
        _ name: String, _ promise: FieldPromise, waits: Bool = false, usesCells: Bool = false,
        _ body: @escaping FieldResolver.Body
    ) {
        self.init(name: name, resolver: FieldResolver(promise, waits: waits, usesCells: usesCells, body))
    }
}
