import GraphQLLanguage

/// Writes the value of `extensions`, an object, when all else of a response is known.
package typealias ExtensionsWriter = @Sendable (_ outcome: ExecutionOutcome, _ out: inout ResponseWriter) -> Void

extension ResponseWriter {
    /// Writes the response of a resolved plan: `data`, `errors` where there are any, `extensions` where someone writes
    /// them.
    mutating func response(
        _ scope: ExecutionScope, _ root: NodeInstance, cost: Int, extensions: ExtensionsWriter?,
        _ recorder: WorkRecorder? = nil
    ) -> ExecutionOutcome {
        let start = position
        raw("{\"data\":")
        var assembler = ResponseAssembler(scope.plan, scope.limits, recorder)
        let hasData = assembler.write(root, &self)
        if let reason = assembler.stopped {
            truncate(to: start)
            return stoppedResponse(reason, cost: cost, extensions: extensions)
        }
        if assembler.errorCount > 0 {
            raw(",\"errors\":")
            errors(assembler.errors)
        }
        let outcome = ExecutionOutcome(errorCount: assembler.errorCount, isDataNull: !hasData, stopped: nil, cost: cost)
        endResponse(outcome, extensions)
        return outcome
    }

    /// Writes the response of an execution that was broken off.
    mutating func stoppedResponse(_ reason: FieldError, cost: Int, extensions: ExtensionsWriter?) -> ExecutionOutcome {
        raw("{\"data\":null,\"errors\":")
        errors([GraphQLError(reason.message, code: reason.code)])
        let outcome = ExecutionOutcome(errorCount: 1, isDataNull: true, stopped: reason, cost: cost)
        endResponse(outcome, extensions)
        return outcome
    }

    /// Takes the brace from an object's end, for more members.
    mutating func reopenObject() {
        truncate(to: position - 1)
        byte(UInt8(ascii: ","))
    }

    private mutating func endResponse(_ outcome: ExecutionOutcome, _ extensions: ExtensionsWriter?) {
        if let extensions {
            raw(",\"extensions\":")
            extensions(outcome, &self)
        }
        byte(UInt8(ascii: "}"))
    }
}
