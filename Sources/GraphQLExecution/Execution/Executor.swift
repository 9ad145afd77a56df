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
        let start = out.position
        let rootType = plan.nodes[plan.root].type
        precondition(
            binding.resolvers.keyTypes[rootType.index] == ObjectIdentifier(Root.self),
            "the root type is bound to other keys")
        var resolution = Resolution(
            plan, binding.schema, binding.resolvers, context, variables, limits, onInternalError)
        guard let instance = resolution.run(TypedKeyColumn([root])) else {
            return stop(.deadlineExceeded, start, &out)
        }
        out.raw("{\"data\":")
        let (assembler, hasData) = unsafe plan.arena.withUnsafeBytes { arena in
            var assembler = unsafe ResponseAssembler(plan, arena: arena, limits)
            let hasData = assembler.write(instance, &out)
            return (assembler, hasData)
        }
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
        execute(plan, variables: variables, context: context, root: RootKey(), limits: limits, into: &out)
    }
}
