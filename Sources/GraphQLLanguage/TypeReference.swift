/// A type as written: `Name`, `[Type]` or either with `!`.
package indirect enum TypeReference: Sendable {
    case named(Name)
    case list(TypeReference, offset: Int)
    case nonNull(TypeReference)

    package var offset: Int {
        switch self {
        case .named(let name): name.offset
        case .list(_, let offset): offset
        case .nonNull(let inner): inner.offset
        }
    }

    /// The name inside all wrappers.
    package var name: Name {
        switch self {
        case .named(let name): name
        case .list(let inner, _): inner.name
        case .nonNull(let inner): inner.name
        }
    }
}

extension TypeReference: CustomStringConvertible {
    package var description: String {
        switch self {
        case .named(let name): name.text
        case .list(let inner, _): "[\(inner)]"
        case .nonNull(let inner): "\(inner)!"
        }
    }
}
