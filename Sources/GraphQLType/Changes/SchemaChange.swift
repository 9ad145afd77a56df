/// A difference between two schemas that may hurt clients of the older one.
package struct SchemaChange: Sendable, Hashable {
    package enum Severity: String, Sendable, CaseIterable {
        /// Operations that were valid may be refused, or get something else.
        case breaking = "BREAKING"
        /// Valid operations stay valid, but clients may meet what they do not expect.
        case dangerous = "DANGEROUS"
    }

    /// Stable names, those of graphql-js.
    package enum Kind: String, Sendable, CaseIterable {
        case typeRemoved = "TYPE_REMOVED"
        case typeChangedKind = "TYPE_CHANGED_KIND"
        case typeRemovedFromUnion = "TYPE_REMOVED_FROM_UNION"
        case valueRemovedFromEnum = "VALUE_REMOVED_FROM_ENUM"
        case requiredInputFieldAdded = "REQUIRED_INPUT_FIELD_ADDED"
        case implementedInterfaceRemoved = "IMPLEMENTED_INTERFACE_REMOVED"
        case fieldRemoved = "FIELD_REMOVED"
        case fieldChangedKind = "FIELD_CHANGED_KIND"
        case requiredArgumentAdded = "REQUIRED_ARG_ADDED"
        case argumentRemoved = "ARG_REMOVED"
        case argumentChangedKind = "ARG_CHANGED_KIND"
        case directiveRemoved = "DIRECTIVE_REMOVED"
        case directiveArgumentRemoved = "DIRECTIVE_ARG_REMOVED"
        case requiredDirectiveArgumentAdded = "REQUIRED_DIRECTIVE_ARG_ADDED"
        case directiveRepeatableRemoved = "DIRECTIVE_REPEATABLE_REMOVED"
        case directiveLocationRemoved = "DIRECTIVE_LOCATION_REMOVED"
        case valueAddedToEnum = "VALUE_ADDED_TO_ENUM"
        case typeAddedToUnion = "TYPE_ADDED_TO_UNION"
        case optionalInputFieldAdded = "OPTIONAL_INPUT_FIELD_ADDED"
        case optionalArgumentAdded = "OPTIONAL_ARG_ADDED"
        case implementedInterfaceAdded = "IMPLEMENTED_INTERFACE_ADDED"
        case argumentDefaultValueChange = "ARG_DEFAULT_VALUE_CHANGE"
        case inputFieldDefaultValueChange = "INPUT_FIELD_DEFAULT_VALUE_CHANGE"

        package var severity: Severity {
            switch self {
            case .valueAddedToEnum, .typeAddedToUnion, .optionalInputFieldAdded, .optionalArgumentAdded,
                .implementedInterfaceAdded, .argumentDefaultValueChange, .inputFieldDefaultValueChange:
                .dangerous
            default: .breaking
            }
        }
    }

    package let kind: Kind
    /// A sentence, as graphql-js words it.
    package let description: String

    package var severity: Severity { kind.severity }
}

extension SchemaChange {
    /// What may hurt clients of `old` when `new` takes its place, in the order of `old`.
    ///
    ///     SchemaChange.all(from: old, to: new).filter { $0.severity == .breaking }
    ///
    /// Additions that hurt nobody are not listed.
    /// - Source: graphql-js 17, `findBreakingChanges` and `findDangerousChanges`.
    /// - Complexity: O(both schemas).
    package static func all(from old: Schema, to new: Schema) -> [SchemaChange] {
        var comparison = SchemaComparison(old: old, new: new)
        comparison.compareTypes()
        comparison.compareDirectives()
        return comparison.changes
    }
}
