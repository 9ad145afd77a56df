internal import Credit
internal import JSON
internal import Store

/// The items of a JSON file: one object, an array, a collection with `items`, or items wrapped with their customer.
struct JSONItems {
    let items: [JSONObject]
    /// The customer that the wrapping names.
    let customer: GUID?
    /// The time that the wrapping names.
    let at: Instant?
    private(set) var problems: [RowProblem] = []

    /// - Throws: `.shape` for anything else.
    init(_ document: JSONValue) throws(ImportFailure) {
        var customer: GUID?
        var at: Instant?
        let values: [JSONValue]
        switch document {
        case .array(let array): values = array
        case .object(let object):
            if let array = object["items"]?.array ?? object["value"]?.array {
                values = array
                if let text = object["customerTenantId"]?.string {
                    guard let id = GUID(text) else { throw .shape("customerTenantId is not \(Fields.guid)") }
                    customer = id
                }
                if let text = object["at"]?.string {
                    guard let time = try? Instant(parsing: text) else { throw .shape("\"at\" is not a time") }
                    at = time
                }
            } else {
                values = [document]
            }
        default: throw .shape("it holds \(document.kindName) where objects are needed")
        }
        var items: [JSONObject] = []
        for (index, value) in values.enumerated() {
            guard let object = value.object else {
                problems.append(
                    RowProblem(
                        line: index + 1, column: nil, message: "\(value.kindName) stands where an object is needed",
                        text: []))
                items.append(JSONObject())
                continue
            }
            items.append(object)
        }
        self.items = items
        self.customer = customer
        self.at = at
    }

    /// Calls `body` for each object; one for which it throws is a problem and the next one follows.
    func forEach(_ batch: inout FactBatch, _ body: (JSONItem, inout FactBatch) throws(FieldProblem) -> Void) {
        batch.problems += problems
        let broken = Set(problems.map(\.line))
        for (index, object) in items.enumerated() where !broken.contains(index + 1) {
            do throws(FieldProblem) {
                try body(JSONItem(object: object, position: index + 1), &batch)
                batch.rows += 1
            } catch {
                var writer = JSONWriter()
                writer.value(.object(object))
                batch.problems.append(
                    RowProblem(line: index + 1, column: error.column, message: error.message, text: writer.bytes))
            }
        }
    }
}

/// One object with its values by path: `companyProfile.domain`.
struct JSONItem {
    let object: JSONObject
    let position: Int

    var origin: FactOrigin { FactOrigin(line: position) }

    /// The value; nil where it is absent or null.
    func value(_ path: String) -> JSONValue? {
        var value: JSONValue = .object(object)
        for key in path.split(separator: ".") {
            guard let next = value.object?[String(key)], !next.isNull else { return nil }
            value = next
        }
        return value
    }

    /// A text, or a number as it is written; nil where it is absent, null or blank.
    func optional(_ path: String) throws(FieldProblem) -> String? {
        guard let value = value(path) else { return nil }
        guard let text = value.string ?? value.numberText else {
            throw FieldProblem(column: path, message: "\(value.kindName) stands where a text is needed")
        }
        return text.isEmpty ? nil : text
    }

    /// The first that is there: the same value goes by several names.
    func optional(oneOf paths: String...) throws(FieldProblem) -> String? {
        for path in paths { if let text = try optional(path) { return text } }
        return nil
    }

    func optionalInstant(oneOf paths: String...) throws(FieldProblem) -> Instant? {
        for path in paths { if let instant = try optionalInstant(path) { return instant } }
        return nil
    }

    func text(_ path: String) throws(FieldProblem) -> String {
        guard let text = try optional(path) else { throw FieldProblem(column: path, message: "a value is missing") }
        return text
    }

    func optionalBool(_ path: String) throws(FieldProblem) -> Bool? {
        guard let value = value(path) else { return nil }
        guard let flag = value.bool else {
            throw FieldProblem(column: path, message: "\(value.kindName) stands where true or false is needed")
        }
        return flag
    }

    func optionalGUID(_ path: String) throws(FieldProblem) -> GUID? {
        guard let text = try optional(path) else { return nil }
        guard let id = GUID(text) else {
            throw FieldProblem(column: path, message: "\(Fields.shown(text)) is not \(Fields.guid)")
        }
        return id
    }

    func guid(_ path: String) throws(FieldProblem) -> GUID {
        guard let id = try optionalGUID(path) else { throw FieldProblem(column: path, message: "an id is missing") }
        return id
    }

    func optionalInstant(_ path: String) throws(FieldProblem) -> Instant? {
        guard let text = try optional(path) else { return nil }
        do {
            return try Instant(parsingFileTime: text)
        } catch {
            throw FieldProblem(column: path, message: "\(Fields.shown(text)): \(error.message)")
        }
    }

    func strings(_ path: String) throws(FieldProblem) -> [String] {
        guard let value = value(path) else { return [] }
        guard let array = value.array else {
            throw FieldProblem(column: path, message: "\(value.kindName) stands where a list is needed")
        }
        return array.compactMap { $0.string ?? $0.numberText }
    }
}
