package import GraphQLLanguage

extension ResponseWriter {
    /// Writes the value of `errors`.
    package mutating func errors(_ errors: [GraphQLError]) {
        byte(UInt8(ascii: "["))
        for (index, error) in errors.enumerated() {
            if index > 0 { byte(UInt8(ascii: ",")) }
            self.error(error)
        }
        byte(UInt8(ascii: "]"))
    }

    /// Writes the answer to a request that cannot be executed: it has no `data`.
    package mutating func requestErrors(_ errors: [GraphQLError]) {
        raw("{\"errors\":")
        self.errors(errors)
        byte(UInt8(ascii: "}"))
    }

    private mutating func error(_ error: GraphQLError) {
        raw("{\"message\":")
        string(error.message)
        if !error.locations.isEmpty {
            raw(",\"locations\":[")
            for (index, location) in error.locations.enumerated() {
                raw(index == 0 ? "{\"line\":" : ",{\"line\":")
                integer(location.line)
                raw(",\"column\":")
                integer(location.column)
                byte(UInt8(ascii: "}"))
            }
            byte(UInt8(ascii: "]"))
        }
        if let path = error.path {
            raw(",\"path\":")
            self.path(path)
        }
        if let code = error.code {
            raw(",\"extensions\":{\"code\":")
            string(code)
            byte(UInt8(ascii: "}"))
        }
        byte(UInt8(ascii: "}"))
    }
    /// Writes a path as a list of keys and indexes.
    mutating func path(_ path: [GraphQLError.PathElement]) {
        byte(UInt8(ascii: "["))
        for (index, element) in path.enumerated() {
            if index > 0 { byte(UInt8(ascii: ",")) }
            switch element {
            case .key(let key): string(key)
            case .index(let index): integer(index)
            }
        }
        byte(UInt8(ascii: "]"))
    }
}
