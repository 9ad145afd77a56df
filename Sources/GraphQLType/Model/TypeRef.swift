package import GraphQLLanguage

/// The index of a named type in `Schema.types`.
package struct TypeID: Sendable, Hashable {
    package let index: Int

    package init(_ index: Int) { self.index = index }
}

/// A named type in its wrappers of `[…]` and `!`, small enough to copy without thought.
///
/// The wrappers are bits, the outermost lowest: 1 is `!`, 0 is a list, and a highest 1 ends them. The parser lets
/// lists nest 31 deep, so they fit.
package struct TypeRef: Sendable, Hashable {
    package let named: TypeID
    package let wrappers: UInt64

    package init(_ named: TypeID) { self.init(named: named, wrappers: 1) }

    private init(named: TypeID, wrappers: UInt64) {
        self.named = named
        self.wrappers = wrappers
    }

    /// The type as written, where its name is known.
    package init?(_ reference: TypeReference, names: (String) -> TypeID?) {
        switch reference {
        case .named(let name):
            guard let id = names(name.text) else { return nil }
            self.init(id)
        case .list(let inner, _):
            guard let inner = TypeRef(inner, names: names) else { return nil }
            self = inner.list
        case .nonNull(let inner):
            guard let inner = TypeRef(inner, names: names) else { return nil }
            self = inner.nonNull
        }
    }

    package var isNonNull: Bool { wrappers > 1 && wrappers & 1 == 1 }
    /// Whether the outermost wrapper is a list.
    package var isList: Bool { wrappers > 1 && wrappers & 1 == 0 }
    /// Whether nothing wraps the name.
    package var isNamed: Bool { wrappers == 1 }
    /// Without an outermost `!`.
    package var nullable: TypeRef { isNonNull ? unwrapped : self }
    /// Without the outermost wrapper; the same where there is none.
    package var unwrapped: TypeRef { wrappers > 1 ? TypeRef(named: named, wrappers: wrappers >> 1) : self }
    /// The type of an item: without an outermost `!` and the list under it; nil where that is no list.
    package var item: TypeRef? { nullable.isList ? nullable.unwrapped : nil }
    package var nonNull: TypeRef { isNonNull ? self : TypeRef(named: named, wrappers: wrappers << 1 | 1) }
    package var list: TypeRef { TypeRef(named: named, wrappers: wrappers << 1) }
}
