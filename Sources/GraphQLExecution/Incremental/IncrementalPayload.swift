import GraphQLLanguage

/// What one response after the first tells the client.
struct IncrementalPayload {
    struct Pending {
        let id: Int
        let path: [GraphQLError.PathElement]
        let label: String?
    }

    struct Increment {
        enum Kind { case data, items }

        let id: Int
        let kind: Kind
        /// From the fragment's place to the object.
        var subPath: [GraphQLError.PathElement] = []
        /// An object, or items with commas between them.
        let json: [UInt8]
        let errors: [GraphQLError]
    }

    struct Completed {
        let id: Int
        let error: GraphQLError?
    }

    var pending: [Pending] = []
    var incremental: [Increment] = []
    var completed: [Completed] = []

    var errorCount: Int {
        incremental.reduce(0) { $0 + $1.errors.count } + completed.count { $0.error != nil }
    }

    var isEmpty: Bool { pending.isEmpty && incremental.isEmpty && completed.isEmpty }
}

extension ResponseWriter {
    /// Writes a response after the first.
    mutating func incremental(_ payload: IncrementalPayload, hasNext: Bool) {
        byte(UInt8(ascii: "{"))
        if !payload.pending.isEmpty {
            pending(payload.pending)
            byte(UInt8(ascii: ","))
        }
        if !payload.incremental.isEmpty {
            raw("\"incremental\":[")
            for (index, increment) in payload.incremental.enumerated() {
                if index > 0 { byte(UInt8(ascii: ",")) }
                self.increment(increment)
            }
            raw("],")
        }
        if !payload.completed.isEmpty {
            raw("\"completed\":[")
            for (index, completed) in payload.completed.enumerated() {
                raw(index > 0 ? ",{\"id\":\"" : "{\"id\":\"")
                integer(completed.id)
                byte(UInt8(ascii: "\""))
                if let error = completed.error {
                    raw(",\"errors\":")
                    errors([error])
                }
                byte(UInt8(ascii: "}"))
            }
            raw("],")
        }
        hasNext ? raw("\"hasNext\":true}") : raw("\"hasNext\":false}")
    }

    /// Writes the member `pending`.
    mutating func pending(_ list: [IncrementalPayload.Pending]) {
        raw("\"pending\":[")
        for (index, pending) in list.enumerated() {
            raw(index > 0 ? ",{\"id\":\"" : "{\"id\":\"")
            integer(pending.id)
            raw("\",\"path\":")
            path(pending.path)
            if let label = pending.label {
                raw(",\"label\":")
                string(label)
            }
            byte(UInt8(ascii: "}"))
        }
        byte(UInt8(ascii: "]"))
    }

    private mutating func increment(_ increment: IncrementalPayload.Increment) {
        switch increment.kind {
        case .data:
            raw("{\"data\":")
            raw(increment.json.span)
        case .items:
            raw("{\"items\":[")
            raw(increment.json.span)
            byte(UInt8(ascii: "]"))
        }
        raw(",\"id\":\"")
        integer(increment.id)
        byte(UInt8(ascii: "\""))
        if !increment.subPath.isEmpty {
            raw(",\"subPath\":")
            path(increment.subPath)
        }
        if !increment.errors.isEmpty {
            raw(",\"errors\":")
            errors(increment.errors)
        }
        byte(UInt8(ascii: "}"))
    }
}
