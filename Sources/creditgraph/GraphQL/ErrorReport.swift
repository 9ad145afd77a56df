import ArgumentParser
import GraphQLLanguage
import JSON

/// The errors of a command in one of its formats.
enum ErrorReport {
    static func bytes(
        _ errors: [GraphQLError], _ format: ValidateCommand.Format = .json, namesFile: Bool = false
    ) -> [UInt8] {
        switch format {
        case .json: json(errors, namesFile: namesFile)
        case .text: Array(errors.map { "\($0)\n" }.joined().utf8)
        case .sarif: sarif(errors)
        }
    }

    /// Writes the errors as JSON; the exit code says that there are some.
    static func fail(_ errors: [GraphQLError]) -> ExitCode {
        StandardOutput.write(bytes(errors))
        return ExitCode(1)
    }

    private static func json(_ errors: [GraphQLError], namesFile: Bool) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        ErrorList.write(errors, namesFile: namesFile, into: &writer)
        writer.endObject()
        writer.endDocument()
        return writer.bytes
    }

    /// - Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
    private static func sarif(_ errors: [GraphQLError]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("version", "2.1.0")
            $0.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            $0.array("runs") {
                $0.object {
                    $0.member("columnKind", "utf16CodeUnits")
                    $0.key("tool")
                    $0.object {
                        $0.key("driver")
                        $0.object { $0.member("name", "creditgraph") }
                    }
                    $0.array("results") { writer in
                        for error in errors { result(error, into: &writer) }
                    }
                }
            }
        }
        writer.endDocument()
        return writer.bytes
    }

    private static func result(_ error: GraphQLError, into writer: inout JSONWriter) {
        writer.object {
            $0.member("ruleId", error.rule ?? error.code ?? "GRAPHQL")
            $0.member("level", "error")
            $0.key("message")
            $0.object { $0.member("text", error.message) }
            $0.array("locations") { writer in
                for location in error.locations.prefix(1) { place(location, into: &writer) }
            }
        }
    }

    /// A path as a URI reference: bytes that may not stand in one are percent-encoded.
    private static func reference(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in path.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII, character.isLetter || character.isNumber || "-._~/".contains(character) {
                text.append(character)
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }

    private static func place(_ location: SourceLocation, into writer: inout JSONWriter) {
        writer.object {
            $0.key("physicalLocation")
            $0.object {
                $0.key("artifactLocation")
                $0.object { $0.member("uri", reference(location.sourceName)) }
                $0.key("region")
                $0.object {
                    $0.key("startLine")
                    $0.integer(location.line)
                    $0.key("startColumn")
                    $0.integer(location.column)
                }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func object(_ body: (inout JSONWriter) -> Void) {
        beginObject()
        body(&self)
        endObject()
    }

    fileprivate mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        beginArray()
        body(&self)
        endArray()
    }

    fileprivate mutating func member(_ name: String, _ text: String) {
        key(name)
        string(text)
    }
}
