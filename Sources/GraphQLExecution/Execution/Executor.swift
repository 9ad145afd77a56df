import GraphQLLanguage
import GraphQLType

/// Runs plans. Nothing in it changes, so any number of threads use one.
///
/// A request that is answered at once goes through `execute`; one whose plan `isAsynchronous` through `start`. A
/// subscription goes through `subscribe`, a plan with `@defer` or `@stream` through `deliver`: both are pulled response
/// by response.
package struct Executor<Context: AnyObject & Sendable>: Sendable {
    package let binding: SchemaBinding<Context>
    private let mask: @Sendable (any Error, String) -> FieldError

    /// - Parameter onInternalError: hears errors that the client doesn't get to see, with the `Type.field` that threw.
    package init(
        _ binding: SchemaBinding<Context>,
        onInternalError: @escaping @Sendable (any Error, String) -> Void = { _, _ in }
    ) {
        self.init(
            binding,
            mask: { error, field in
                onInternalError(error, field)
                return .internalError
            })
    }

    /// - Parameter mask: makes of an error that the client doesn't get to see, and the `Type.field` that threw, what it
    ///   sees instead: a text without the cause, by which the cause can be found in a log.
    package init(
        _ binding: SchemaBinding<Context>, mask: @escaping @Sendable (any Error, String) -> FieldError
    ) {
        self.binding = binding
        self.mask = mask
    }

    /// Runs on the calling thread and writes `{"data":…}`, with `errors` behind `data` where there are any, and
    /// `extensions` behind those. Where fields of the plan answer later, the thread waits.
    /// - Parameter root: the key of the root type's binding.
    @discardableResult
    package func execute<Root: Sendable>(
        _ plan: Plan, variables: Variables, context: Context, root: Root, limits: ExecutionLimits = ExecutionLimits(),
        extensions: ExtensionsWriter? = nil, into out: inout ResponseWriter
    ) -> ExecutionOutcome {
        checkRoot(plan, ObjectIdentifier(Root.self))
        return run(scope(plan, variables, context, limits), TypedKeyColumn([root]), extensions, &out)
    }

    /// The same for a root that is bound to `RootKey`.
    @discardableResult
    package func execute(
        _ plan: Plan, variables: Variables, context: Context, limits: ExecutionLimits = ExecutionLimits(),
        extensions: ExtensionsWriter? = nil, into out: inout ResponseWriter
    ) -> ExecutionOutcome {
        checkRoot(plan, ObjectIdentifier(RootKey.self))
        return run(scope(plan, variables, context, limits), unsafe RootKey.column, extensions, &out)
    }

    private func run(
        _ scope: ExecutionScope, _ root: KeyColumn, _ extensions: ExtensionsWriter?, _ out: inout ResponseWriter
    ) -> ExecutionOutcome {
        if scope.plan.isAsynchronous { return RunningExecution.wait(scope, root, extensions, &out) }
        var resolution = Resolution(scope)
        let instance = resolution.begin(root)
        if case .stopped(let reason) = resolution.advance() {
            return out.stoppedResponse(reason, cost: resolution.cost, extensions: extensions)
        }
        let outcome = out.response(scope, instance, cost: resolution.cost, extensions: extensions)
        if scope.limits.pace != nil { instance.dismantle(scope.limits) }
        return outcome
    }

    func scope(
        _ plan: Plan, _ variables: Variables, _ context: Context, _ limits: ExecutionLimits
    ) -> ExecutionScope {
        ExecutionScope(
            plan: plan, schema: binding.schema, resolvers: binding.resolvers, context: context,
            filling: ArgumentFilling(variables: variables, schema: binding.schema),
            roles: binding.viewer?(context) ?? [], limits: limits, mask: mask)
    }

    func checkRoot(_ plan: Plan, _ keyType: ObjectIdentifier) {
        precondition(
            binding.resolvers.keyTypes[plan.nodes[plan.root].type.index] == keyType,
            "the root type is bound to other keys")
    }
}
