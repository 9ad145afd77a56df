/// A field of the subscription type: where its events come from, and how one event answers the field. The event is the
/// key of the inner form, whatever form that is.
///
/// ```swift
/// ObjectBinding("Subscription", key: RootKey.self) {
///     Events(One("importProgress") { (event: ImportRow, _) in event }) { arguments, context in
///         context.imports.subscribe()
///     }
/// }
/// ```
package struct Events<Context: AnyObject & Sendable>: FieldForm {
    package typealias Key = RootKey
    package let field: BoundField<Context>

    /// - Parameter source: called once a subscription. An error of it is an error of the request.
    package init<Form: FieldForm, Event: Sendable>(
        _ form: Form, source: @escaping @Sendable (InputObject, Context) throws -> EventSource<Event>
    ) where Form.Context == Context, Form.Key == Event {
        let opener: SourceOpener = { arguments, context in
            // The executor that calls was made of a binding for this type of context.
            let context = unsafe unsafeDowncast(context, to: Context.self)
            return TypedEvents(try source(arguments, context))
        }
        field = BoundField(name: form.field.name, resolver: FieldResolver(form.field.resolver, source: opener))
    }
}

/// Opens the source of a subscription's field.
typealias SourceOpener = @Sendable (InputObject, _ context: AnyObject) throws -> ErasedEvents

/// A source whatever the type of its events; erased once an event.
class ErasedEvents: @unchecked Sendable {
    // Sendable: immutable, and the only subclass holds a Sendable source.
    enum Next {
        /// The root of one response.
        case event(KeyColumn)
        case nothing
        case end(FieldError?)
    }

    func next() -> Next { .end(nil) }
    func listen(_ listener: (@Sendable () -> Void)?) {}
    func cancel() {}
}

final class TypedEvents<Event: Sendable>: ErasedEvents, @unchecked Sendable {
    private let source: EventSource<Event>

    init(_ source: EventSource<Event>) { self.source = source }

    override func next() -> Next {
        switch source.next() {
        case .event(let event): .event(TypedKeyColumn([event]))
        case .nothing: .nothing
        case .end(let failure): .end(failure)
        }
    }

    override func listen(_ listener: (@Sendable () -> Void)?) { source.listen(listener) }
    override func cancel() { source.cancel() }
}
