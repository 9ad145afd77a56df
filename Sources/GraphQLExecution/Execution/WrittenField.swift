import GraphQLLanguage

/// A root field of a mutation that is written while the fields behind it are still to be executed.
final class WrittenField {
    let planned: PlannedField
    /// Of the instance, which is kept.
    let cells: Cells
    /// Key and value.
    let bytes: [UInt8]
    let errors: [GraphQLError]
    let errorCount: Int
    /// False where the field is null and may not be.
    let isDone: Bool
    let stopped: FieldError?
    private let instance: NodeInstance

    /// - Parameter instance: of a node that has this field only.
    init(_ instance: NodeInstance, _ scope: ExecutionScope) {
        self.instance = instance
        planned = instance.node.fields[0]
        cells = instance.noCells
        var out = ResponseWriter()
        var assembler = ResponseAssembler(scope.plan, scope.limits)
        isDone = assembler.writeObject(instance, 0, &out)
        errors = assembler.errors
        errorCount = assembler.errorCount
        stopped = assembler.stopped
        // Without the brace that ends the object.
        if isDone { out.truncate(to: out.position - 1) }
        bytes = isDone ? out.bytes : []
    }
}
