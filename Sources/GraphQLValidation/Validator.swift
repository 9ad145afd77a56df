package import GraphQLLanguage
package import GraphQLType

/// What breaks a rule of the specification in an executable document; empty where it may be executed.
///
/// The errors come in the order of the walk, and at one node in the order of `specifiedRules` of graphql-js 17.
/// - Complexity: near linear in the document; work on hostile documents is bounded (see `OverlappingFieldsCanBeMergedRule`).
/// - Source: GraphQL specification September 2025, section 5 "Validation".
package func validate(
    _ document: Document, _ schema: Schema, options: ValidationOptions = ValidationOptions()
) -> [GraphQLError] {
    let context = ValidationContext(document, schema, options)
    var validator = Validator(context)
    validator.run()
    return context.errors
}

/// The one walk over a document; it calls every rule where the rule looks.
struct Validator {
    let context: ValidationContext
    private var uniqueOperationNames = UniqueOperationNamesRule()
    private var uniqueFragmentNames = UniqueFragmentNamesRule()
    private var loneAnonymousOperation: LoneAnonymousOperationRule
    private var knownTypeNames: KnownTypeNamesRule
    private var fragmentCycles: NoFragmentCyclesRule
    private var deferStreamLabels = DeferStreamDirectiveLabelRule()
    private var deferStreamOnRoot = DeferStreamDirectiveOnRootFieldRule()
    private var deferStreamOperations = DeferStreamDirectiveOnValidOperationsRule()
    private var overlappingFields = OverlappingFieldsCanBeMergedRule()
    private var introspectionDepth = MaxIntrospectionDepthRule()
    private var directiveScopes = UniqueDirectivesPerLocationRule()
    private var usage = VariableUsageCollector()

    init(_ context: ValidationContext) {
        self.context = context
        loneAnonymousOperation = LoneAnonymousOperationRule(context.document)
        knownTypeNames = KnownTypeNamesRule(context)
        fragmentCycles = NoFragmentCyclesRule(context)
    }

    mutating func run() {
        if !context.fragments.isEmpty, FragmentNesting.isTooDeep(context) { return context.abort() }
        ExecutableDefinitionsRule.check(context)
        for definition in context.document.definitions {
            switch definition {
            case .operation(let operation): walk(operation)
            case .fragment(let fragment): walk(fragment)
            case .schema, .type, .directive: walkTypeSystem(definition)
            }
            if context.isAborted { return }
        }
        let usedFragments = usage.checkOperations(context)
        NoUnusedFragmentsRule.check(usedFragments, context)
        overlappingFields.check(context)
    }

    // MARK: Definitions

    private mutating func walk(_ operation: OperationDefinition) {
        KnownOperationTypesRule.check(operation, context)
        uniqueOperationNames.check(operation, context)
        loneAnonymousOperation.check(operation, context)
        SingleFieldSubscriptionsRule.check(operation, context)
        UniqueVariableNamesRule.check(operation, context)
        deferStreamOnRoot.check(operation, context)
        deferStreamOperations.check(operation, context)
        let root = context.schema.root(operation.kind)
        let type = root?.kind == .object ? root : nil
        context.type = type.map { TypeRef($0.id) }
        context.field = nil
        context.parentType = nil
        context.usages.removeAll(keepingCapacity: true)
        for variable in operation.variables { walk(variable) }
        walk(operation.directives, on: KnownDirectivesRule.location(of: operation.kind))
        walk(operation.selectionSet, of: type)
        usage.add(operation, context.usages)
    }

    private mutating func walk(_ fragment: FragmentDefinition) {
        uniqueFragmentNames.check(fragment, context)
        fragmentCycles.check(fragment, context)
        knownTypeNames.check(fragment.typeCondition, context)
        FragmentsOnCompositeTypesRule.check(fragment, context)
        let condition = context.schema.type(fragment.typeCondition.text)
        context.type = condition.flatMap { $0.isOutput ? TypeRef($0.id) : nil }
        context.field = nil
        context.parentType = nil
        context.usages.removeAll(keepingCapacity: true)
        walk(fragment.directives, on: .fragmentDefinition)
        walk(fragment.selectionSet, of: condition.flatMap { $0.isComposite ? $0 : nil })
        usage.add(fragment, context.usages, context)
    }

    private mutating func walk(_ variable: VariableDefinition) {
        knownTypeNames.check(variable.type.name, context)
        VariablesAreInputTypesRule.check(variable, context)
        if let value = variable.defaultValue {
            let type = context.schema.typeRef(variable.type).flatMap { context.schema[$0].isInput ? $0 : nil }
            ValuesOfCorrectTypeRule.check(value, type, context)
            UniqueInputFieldNamesRule.check(value, context)
        }
        walk(variable.directives, on: .variableDefinition)
    }

    // MARK: Selections

    private mutating func walk(_ selectionSet: SelectionSet, of parent: NamedType?) {
        let outer = context.parentType
        context.parentType = parent
        let isOuterPlain = overlappingFields.enter(selectionSet)
        for selection in selectionSet.selections {
            if context.isAborted { break }
            switch selection {
            case .field(let field): walk(field)
            case .spread(let spread): walk(spread)
            case .inline(let inline): walk(inline)
            }
        }
        overlappingFields.leave(selectionSet, outer: isOuterPlain)
        context.parentType = outer
    }

    private mutating func walk(_ field: Field) {
        let schema = context.schema
        let outerField = context.field
        let outerType = context.type
        let definition = context.parentType.flatMap { schema.field(field.name.text, of: $0) }
        context.field = definition
        context.type = definition.flatMap { schema[$0.type].isOutput ? $0.type : nil }
        if let parent = context.parentType {
            if definition == nil { FieldsOnCorrectTypeRule.report(field, parent, context) }
        }
        let limitsIntrospection = context.options.limitsIntrospectionDepth
        if limitsIntrospection { introspectionDepth.enter(field, context) }
        if let type = context.type { ScalarLeafsRule.check(field, type, context) }
        if !field.arguments.isEmpty { walk(field.arguments, of: field, definition) }
        if let definition, !definition.arguments.isEmpty {
            ProvidedRequiredArgumentsRule.check(field, definition, context)
        }
        if !field.directives.isEmpty { walk(field.directives, on: .field) }
        if let selectionSet = field.selectionSet {
            let inner = context.type.map { schema[$0] }
            walk(selectionSet, of: inner.flatMap { $0.isComposite ? $0 : nil })
        }
        if limitsIntrospection { introspectionDepth.leave(field) }
        context.field = outerField
        context.type = outerType
    }

    private mutating func walk(_ spread: FragmentSpread) {
        KnownFragmentNamesRule.check(spread, context)
        PossibleFragmentSpreadsRule.check(spread, context)
        if !spread.directives.isEmpty { walk(spread.directives, on: .fragmentSpread) }
    }

    private mutating func walk(_ inline: InlineFragment) {
        let outerType = context.type
        if let condition = inline.typeCondition {
            knownTypeNames.check(condition, context)
            FragmentsOnCompositeTypesRule.check(inline, context)
            let type = context.schema.type(condition.text)
            context.type = type.flatMap { $0.isOutput ? TypeRef($0.id) : nil }
        } else {
            context.type = context.type.map { TypeRef($0.named) }
        }
        let type = context.type.map { context.schema[$0] }.flatMap { $0.isComposite ? $0 : nil }
        if let type { PossibleFragmentSpreadsRule.check(inline, type, context) }
        if !inline.directives.isEmpty { walk(inline.directives, on: .inlineFragment) }
        walk(inline.selectionSet, of: type)
        context.type = outerType
    }

    // MARK: Arguments and directives

    private mutating func walk(_ arguments: [Argument], of field: Field, _ definition: OutputField?) {
        UniqueArgumentNamesRule.check(arguments, context)
        for argument in arguments {
            let input = definition?.argument(argument.name.text)
            if let definition, input == nil, let parent = context.parentType {
                KnownArgumentNamesRule.report(argument, definition, parent, context)
            }
            walk(argument.value, input)
        }
    }

    private mutating func walk(_ value: Value, _ input: InputField?) {
        let type = input.flatMap { context.schema[$0.type].isInput ? $0.type : nil }
        if case .variable(let name) = value.kind {
            context.usages.append(
                VariableUsage(
                    name: name, offset: value.offset, type: type, hasDefault: input?.defaultValue != nil,
                    oneOfParent: nil))
            return
        }
        ValuesOfCorrectTypeRule.check(value, type, context)
        UniqueInputFieldNamesRule.check(value, context)
        VariableUsageCollector.collect(value, type, context)
    }

    mutating func walk(_ directives: [Directive], on location: DirectiveLocation, sharing scope: String? = nil) {
        if directives.isEmpty { return }
        directiveScopes.check(directives, scope, context)
        for directive in directives {
            let definition = context.schema.directive(directive.name.text)
            KnownDirectivesRule.check(directive, definition, location, context)
            deferStreamLabels.check(directive, context)
            StreamDirectiveOnListFieldRule.check(directive, context)
            KnownArgumentNamesRule.check(directive, definition, context)
            UniqueArgumentNamesRule.check(directive.arguments, context)
            for argument in directive.arguments {
                // As in graphql-js, arguments of an unknown directive are looked up in the field around it.
                let input =
                    definition.map { $0.argument(argument.name.text) }
                    ?? context.field?.argument(argument.name.text)
                walk(argument.value, input)
            }
            ProvidedRequiredArgumentsRule.check(directive, definition, context)
        }
    }

    mutating func checkTypeName(_ name: Name) { knownTypeNames.check(name, context, isTypeSystem: true) }
}
