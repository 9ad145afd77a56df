package enum OperationKind: String, Sendable, CaseIterable {
    case query, mutation, subscription
}

/// `query Name($variable: Type) @directive { … }`.
package struct OperationDefinition: Sendable {
    package let description: StringLiteral?
    package let kind: OperationKind
    package let name: Name?
    package let variables: [VariableDefinition]
    package let directives: [Directive]
    package let selectionSet: SelectionSet
    package let offset: Int
}

/// `"description" $name: Type = default @directive`.
package struct VariableDefinition: Sendable {
    package let description: StringLiteral?
    /// Without the `$`.
    package let variable: Name
    package let type: TypeReference
    package let defaultValue: Value?
    package let directives: [Directive]
    package let offset: Int
}

/// `fragment Name on Type @directive { … }`.
package struct FragmentDefinition: Sendable {
    package let description: StringLiteral?
    package let name: Name
    package let typeCondition: Name
    package let directives: [Directive]
    package let selectionSet: SelectionSet
    package let offset: Int
}

/// `{ … }`.
package struct SelectionSet: Sendable {
    package let selections: [Selection]
    /// Of the opening brace; unique in the document.
    package let offset: Int

    package init(_ selections: [Selection], offset: Int = -1) {
        self.selections = selections
        self.offset = offset
    }
}

package enum Selection: Sendable {
    case field(Field)
    case spread(FragmentSpread)
    case inline(InlineFragment)

    package var offset: Int {
        switch self {
        case .field(let field): field.offset
        case .spread(let spread): spread.offset
        case .inline(let inline): inline.offset
        }
    }

    package var directives: [Directive] {
        switch self {
        case .field(let field): field.directives
        case .spread(let spread): spread.directives
        case .inline(let inline): inline.directives
        }
    }
}

/// `alias: name(arguments) @directive { … }`.
///
/// A class without variables: selections are passed around by every rule and by the planner, and one reference
/// costs less than the parts.
package final class Field: Sendable {
    package let alias: Name?
    package let name: Name
    package let arguments: [Argument]
    package let directives: [Directive]
    package let selectionSet: SelectionSet?

    package init(
        alias: Name?, name: Name, arguments: [Argument] = [], directives: [Directive] = [],
        selectionSet: SelectionSet? = nil
    ) {
        self.alias = alias
        self.name = name
        self.arguments = arguments
        self.directives = directives
        self.selectionSet = selectionSet
    }

    /// Of the alias where there is one, else of the name; unique in the document.
    package var offset: Int { alias?.offset ?? name.offset }

    /// The key under which the response shows the field.
    package var responseKey: String { alias?.text ?? name.text }
}

/// `...Name @directive`.
package final class FragmentSpread: Sendable {
    package let name: Name
    package let directives: [Directive]
    package let offset: Int

    package init(name: Name, directives: [Directive] = [], offset: Int = -1) {
        self.name = name
        self.directives = directives
        self.offset = offset
    }
}

/// `... on Type @directive { … }`.
package final class InlineFragment: Sendable {
    package let typeCondition: Name?
    package let directives: [Directive]
    package let selectionSet: SelectionSet
    package let offset: Int

    package init(
        typeCondition: Name?, directives: [Directive] = [], selectionSet: SelectionSet, offset: Int = -1
    ) {
        self.typeCondition = typeCondition
        self.directives = directives
        self.selectionSet = selectionSet
        self.offset = offset
    }
}
