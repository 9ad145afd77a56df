import GraphQLType
import JSON

/// A field answered by the value under its name in the parent.
struct JSONField: Sendable {
    private let field: OutputField
    private let coordinate: String
    private let named: NamedType
    private let schema: Schema

    init(_ field: OutputField, of type: NamedType, _ schema: Schema) {
        self.field = field
        coordinate = "\(type.name).\(field.name)"
        named = schema[field.type]
        self.schema = schema
    }

    var resolver: FieldResolver {
        FieldResolver(FieldPromise(value: .anything)) { call in
            let arguments = call.arguments
            let values = unsafe call.parents._withUnsafeGuaranteedRef { unsafe $0.typed(JSONValue.self).keys }.map {
                value($0.object?[field.name] ?? .null, arguments)
            }
            return complete(values, field.type, [])
        }
    }

    private func value(_ value: JSONValue, _ arguments: InputObject) -> Outcome<JSONValue> {
        if let error = failure(value) { return .failed(error) }
        guard let object = value.object, object.members.count == 1, object["__args"] == .bool(true) else {
            return value.isNull ? .null : .value(value)
        }
        guard named.scalar == .string, named.kind == .scalar, field.type.item == nil else {
            return .value(arguments.json)
        }
        var text = JSONWriter()
        text.value(arguments.json)
        return .value(.string(text.text))
    }

    private func failure(_ value: JSONValue) -> FieldError? {
        guard let object = value.object, let message = object["__error"]?.string else { return nil }
        return FieldError(message)
    }

    /// One level of lists after the other, then the innermost values.
    private func complete(_ values: [Outcome<JSONValue>], _ type: TypeRef, _ lists: [ListSlots]) -> FieldResult {
        if let item = type.item {
            var slots = Lists<Outcome<JSONValue>>(parents: values.count)
            for value in values {
                switch value {
                case .null: slots.appendNull()
                case .failed(let error): slots.append(failure: error)
                case .value(.array(let items)):
                    slots.append(
                        items.map { item in
                            failure(item).map { .failed($0) } ?? (item.isNull ? .null : .value(item))
                        })
                case .value:
                    slots.append(
                        failure: FieldError("Expected Iterable, but did not find one for field \"\(coordinate)\"."))
                }
            }
            return complete(slots.items, item, lists + [ListSlots(slots)])
        }
        if named.isLeaf { return FieldResult(lists: lists, base: .leaf(LeafBox(leafWriter(values)))) }
        if named.isAbstract {
            let (groups, slots) = AbstractSlot.gather(values.map(abstractKey))
            return FieldResult(lists: lists, base: .abstract(groups, slots))
        }
        let (column, slots) = RowSlots.gather(values)
        return FieldResult(lists: lists, base: .objects(column, slots))
    }

    private func leafWriter(_ values: [Outcome<JSONValue>]) -> LeafWriter {
        let type = named
        return { (row, out) throws(FieldError) in
            switch values[row] {
            case .null: out.null()
            case .failed(let error): throw error
            case .value(let value): out.json(try LeafSerialization.serialize(value, type))
            }
        }
    }

    private func abstractKey(_ value: Outcome<JSONValue>) -> Outcome<AbstractKey> {
        switch value {
        case .null: return .null
        case .failed(let error): return .failed(error)
        case .value(let object):
            guard let name = object.object?["__typename"]?.string else {
                return .failed(
                    FieldError(
                        "Abstract type \"\(named.name)\" must resolve to an Object type at runtime for field "
                            + "\"\(coordinate)\". Either the \"\(named.name)\" type should provide a \"resolveType\" "
                            + "function or each possible type should provide an \"isTypeOf\" function."))
            }
            guard let type = schema.type(name) else {
                return .failed(
                    FieldError(
                        "Abstract type \"\(named.name)\" was resolved to a type \"\(name)\" that does not exist inside "
                            + "the schema."))
            }
            guard type.kind == .object else {
                return .failed(
                    FieldError("Abstract type \"\(named.name)\" was resolved to a non-object type \"\(name)\"."))
            }
            guard schema.isPossible(type.id, of: named.id) else {
                return .failed(
                    FieldError("Runtime Object type \"\(name)\" is not a possible type for \"\(named.name)\"."))
            }
            return .value(AbstractKey(name, object))
        }
    }
}
