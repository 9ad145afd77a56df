import GraphQLLanguage
import GraphQLType

/// Runs plans. Nothing in it changes, so any number of threads use one.
package struct Executor<Context: AnyObject & Sendable>: Sendable {
    package let binding: SchemaBinding<Context>
    private let onInternalError: @Sendable (any Error, String) -> Void

    /// - Parameter onInternalError: hears errors that the client doesn't get to see, with the `Type.field` that threw.
    package init(
        _ binding: SchemaBinding<Context>,
        onInternalError: @escaping @Sendable (any Error, String) -> Void = { _, _ in }
    ) {
        self.binding = binding
        self.onInternalError = onInternalError
    }

    /// Runs on the calling thread and writes `{"data":…}`, with `errors` behind `data` where there are any.
    /// - Parameter root: the key of the root type's binding.
    @discardableResult
    package func execute<Root: Sendable>(
        _ plan: Plan, variables: Variables, context: Context, root: Root, limits: ExecutionLimits = ExecutionLimits(),
        into out: inout ResponseWriter
    ) -> ExecutionOutcome {
        let rootType = plan.nodes[plan.root].type
        precondition(
            binding.resolvers.keyTypes[rootType.index] == ObjectIdentifier(Root.self),
            "the root type is bound to other keys")
        return run(plan, variables, context, TypedKeyColumn([root]), limits, &out)
    }

    fileprivate func run(
        _ plan: Plan, _ variables: Variables, _ context: Context, _ root: KeyColumn, _ limits: ExecutionLimits,
        _ out: inout ResponseWriter
    ) -> ExecutionOutcome {
        let start = out.position
        var resolution = Resolution(
            plan, binding.schema, binding.resolvers, context, variables, limits, onInternalError)
        guard let instance = resolution.run(root) else { return stop(.deadlineExceeded, start, &out) }
        out.raw("{\"data\":")
        var assembler = ResponseAssembler(plan, limits)
        let hasData = assembler.write(instance, &out)
        if let reason = assembler.stopped { return stop(reason, start, &out) }
        if assembler.errorCount > 0 {
            out.raw(",\"errors\":")
            out.errors(assembler.errors)
        }
        out.byte(UInt8(ascii: "}"))
        return ExecutionOutcome(errorCount: assembler.errorCount, isDataNull: !hasData, stopped: nil)
    }

    private func stop(_ reason: FieldError, _ start: Int, _ out: inout ResponseWriter) -> ExecutionOutcome {
        out.truncate(to: start)
        out.raw("{\"data\":null,\"errors\":")
        out.errors([GraphQLError(reason.message, code: reason.code)])
        out.byte(UInt8(ascii: "}"))
        return ExecutionOutcome(errorCount: 1, isDataNull: true, stopped: reason)
    }
}

extension Executor {
    /// The same for a root that is bound to `RootKey`.
    @discardableResult
    package func execute(
        _ plan: Plan, variables: Variables, context: Context, limits: ExecutionLimits = ExecutionLimits(),
        into out: inout ResponseWriter
    ) -> ExecutionOutcome {
        precondition(
            binding.resolvers.keyTypes[plan.nodes[plan.root].type.index] == ObjectIdentifier(RootKey.self),
            "the root type is bound to other keys")
        return run(plan, variables, context, unsafe RootKey.column, limits, &out)
    }
}
