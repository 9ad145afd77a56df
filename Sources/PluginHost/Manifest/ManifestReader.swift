import Credit
import JSON

/// Reads `plugin.json`. Every mistake names the line.
struct ManifestReader {
    private let bytes: [UInt8]
    private let root: JSONObject

    /// - Throws: `PluginProblem` with the line.
    static func read(_ bytes: [UInt8]) throws(PluginProblem) -> PluginManifest {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw PluginProblem(.manifest, error.message, file: PluginManifest.fileName, line: error.line)
        }
        guard let root = value.object else {
            throw PluginProblem(.manifest, "the manifest must be a JSON object", file: PluginManifest.fileName, line: 1)
        }
        return try ManifestReader(bytes: bytes, root: root).manifest()
    }

    /// The line on which a key of this name is first written; for messages.
    private func line(_ key: String) -> Int? {
        let wanted = Array("\"\(key)\"".utf8)
        guard wanted.count <= bytes.count else { return nil }
        for start in 0...(bytes.count - wanted.count) where bytes[start..<start + wanted.count].elementsEqual(wanted) {
            return bytes[..<start].count { $0 == UInt8(ascii: "\n") } + 1
        }
        return nil
    }

    private func problem(_ message: String, at key: String) -> PluginProblem {
        PluginProblem(.manifest, message, file: PluginManifest.fileName, line: line(key) ?? 1)
    }

    private func known(_ object: JSONObject, _ keys: [String], in place: String) throws(PluginProblem) {
        for member in object.members where !keys.contains(member.key) {
            throw problem(
                "\(place) has no key “\(member.key)”; it may have: \(keys.joined(separator: ", "))", at: member.key)
        }
    }

    private func text(_ object: JSONObject, _ key: String) throws(PluginProblem) -> String? {
        guard let value = object[key] else { return nil }
        guard let text = value.string else {
            throw problem("“\(key)” must be a string, not \(value.kindName)", at: key)
        }
        return text
    }

    private func needed(_ key: String) throws(PluginProblem) -> String {
        guard let text = try text(root, key), !text.isEmpty else {
            throw PluginProblem(.manifest, "“\(key)” is missing", file: PluginManifest.fileName, line: 1)
        }
        return text
    }

    private func number(
        _ object: JSONObject, _ key: String, in range: ClosedRange<Int>, else fallback: Int
    ) throws(PluginProblem) -> Int {
        guard let value = object[key] else { return fallback }
        guard let number = value.integer, range.contains(number) else {
            throw problem(
                "“\(key)” must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: key)
        }
        return number
    }

    private func object(_ object: JSONObject, _ key: String) throws(PluginProblem) -> JSONObject {
        guard let value = object[key] else { return JSONObject() }
        guard let found = value.object else {
            throw problem("“\(key)” must be an object, not \(value.kindName)", at: key)
        }
        return found
    }

    private func manifest() throws(PluginProblem) -> PluginManifest {
        try known(
            root,
            [
                "name", "version", "description", "abi", "runtime", "code", "schema", "prefix", "order", "hooks",
                "settings", "failure", "isolation", "files", "tables", "rules",
            ], in: "the manifest")
        let name = try needed("name")
        guard Self.isName(name) else {
            throw problem(
                "the name “\(name)” must be 1 to 64 lower-case letters, digits and hyphens, and begin with a letter",
                at: "name")
        }
        let version = try needed("version")
        guard version.utf8.count <= 40, version.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw problem("the version must be at most 40 visible characters, such as 1.0.0", at: "version")
        }
        let (major, minor) = try abi()
        let runtimeText = try needed("runtime")
        guard let runtime = PluginRuntime(rawValue: runtimeText) else {
            throw problem("the runtime is “\(runtimeText)”; give table, lua or native", at: "runtime")
        }
        let code = try text(root, "code")
        if runtime != .table, code == nil {
            throw problem(
                "“code” is missing: the file with the \(runtime == .lua ? "rule" : "shared object")", at: "runtime")
        }
        let prefix = try text(root, "prefix") ?? Self.camel(name)
        guard Self.isGraphQLName(prefix), prefix.first?.isUppercase == true else {
            throw problem("“prefix” must be a GraphQL name that begins with a capital letter", at: "prefix")
        }
        let isolation = try text(root, "isolation") ?? "worker"
        guard ["worker", "in-process"].contains(isolation) else {
            throw problem("the isolation is “\(isolation)”; give worker or in-process", at: "isolation")
        }
        if isolation == "in-process", runtime == .lua {
            throw problem("a Lua rule runs in a worker; in-process is for native code only", at: "isolation")
        }
        let rules = try object(root, "rules")
        if runtime != .table, root["rules"] != nil || root["tables"] != nil {
            throw problem(
                "“rules” and “tables” are for the runtime table", at: root["rules"] != nil ? "rules" : "tables")
        }
        return PluginManifest(
            name: name, version: version, summary: try text(root, "description"), abiMajor: major, abiMinor: minor,
            runtime: runtime, codeFile: try code.map { file throws(PluginProblem) in try plainFile(file, at: "code") },
            schemaFile: try text(root, "schema").map { file throws(PluginProblem) in try plainFile(file, at: "schema")
            },
            prefix: prefix, order: try number(root, "order", in: 0...1_000_000, else: 1_000), calls: try calls(),
            settings: try object(root, "settings"), limits: try limits(), isInProcess: isolation == "in-process",
            hashes: try hashes(), tables: try object(root, "tables"), rules: rules)
    }

    private func abi() throws(PluginProblem) -> (Int, Int) {
        let text = try needed("abi")
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1], major >= 0, minor >= 0 else {
            throw problem("“abi” must be MAJOR.MINOR, such as 1.0", at: "abi")
        }
        guard major == PluginABI.major else {
            throw problem(
                "the plugin was made for ABI \(text); this server speaks \(PluginABI.major).\(PluginABI.minor)",
                at: "abi")
        }
        return (major, minor)
    }

    private func plainFile(_ file: String, at key: String) throws(PluginProblem) -> String {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false)
        guard !file.isEmpty, !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            throw problem("“\(file)” must be a file in the plugin's directory", at: key)
        }
        return file
    }

    private func hashes() throws(PluginProblem) -> [String: String] {
        var hashes: [String: String] = [:]
        for member in try object(root, "files").members {
            let hash = member.value.string?.lowercased() ?? ""
            guard hash.utf8.count == 64, hash.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
            else {
                throw problem("“files” gives the SHA-256 of “\(member.key)” as 64 hexadecimal digits", at: member.key)
            }
            hashes[try plainFile(member.key, at: member.key)] = hash
        }
        return hashes
    }

    private func limits() throws(PluginProblem) -> PluginLimits {
        let failure = try object(root, "failure")
        try known(
            failure, ["policy", "deadlineMilliseconds", "memoryMebibytes", "instructions", "breaker"], in: "“failure”")
        let breaker = try object(failure, "breaker")
        try known(breaker, ["failures", "seconds"], in: "“breaker”")
        var limits = PluginLimits()
        if let text = try text(failure, "policy") {
            guard let policy = PluginFailurePolicy(rawValue: text) else {
                throw problem("the policy is “\(text)”; give null, reject_row or reject_batch", at: "policy")
            }
            limits.policy = policy
        }
        limits.deadlineMilliseconds = try number(
            failure, "deadlineMilliseconds", in: 10...60_000, else: limits.deadlineMilliseconds)
        limits.memoryMebibytes = try number(failure, "memoryMebibytes", in: 1...1_024, else: limits.memoryMebibytes)
        limits.instructions = try number(failure, "instructions", in: 1_000...100_000_000, else: limits.instructions)
        limits.breakerFailures = try number(breaker, "failures", in: 1...1_000, else: limits.breakerFailures)
        limits.breakerSeconds = try number(breaker, "seconds", in: 1...86_400, else: limits.breakerSeconds)
        return limits
    }

    // MARK: Calls

    private func calls() throws(PluginProblem) -> [PluginCall] {
        let hooks = try object(root, "hooks")
        try known(hooks, ["lines", "fields"], in: "“hooks”")
        var calls: [PluginCall] = []
        if hooks["lines"] != nil {
            calls.append(try call(PluginCall.lines, try object(hooks, "lines"), type: "CreditLine"))
        }
        for member in try object(hooks, "fields").members {
            let parts = member.key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, InputCatalogue.inputs(of: parts[0]) != nil, Self.isGraphQLName(parts[1]) else {
                throw problem(
                    "“\(member.key)” must be TYPE.FIELD with one of the types \(InputCatalogue.types.joined(separator: ", "))",
                    at: member.key)
            }
            guard let object = member.value.object else {
                throw problem("“\(member.key)” must be an object, not \(member.value.kindName)", at: member.key)
            }
            calls.append(try call(member.key, object, type: parts[0]))
        }
        guard !calls.isEmpty else { throw problem("“hooks” must name lines, fields or both", at: "hooks") }
        guard calls.count <= 64 else { throw problem("a plugin may have 64 calls at most", at: "fields") }
        return calls
    }

    private func call(_ name: String, _ object: JSONObject, type: String) throws(PluginProblem) -> PluginCall {
        try known(object, ["inputs", "outputs", "splits"], in: "“\(name)”")
        let offered = InputCatalogue.inputs(of: type) ?? []
        var inputs: [PluginInput] = []
        for value in object["inputs"]?.array ?? [] {
            guard let text = value.string else { throw problem("“inputs” is a list of names", at: "inputs") }
            guard let input = offered.first(where: { $0.name == text }) else {
                throw problem(
                    "\(type) offers no input “\(text)”; it offers: \(offered.map(\.name).joined(separator: ", "))",
                    at: text)
            }
            guard !inputs.contains(input) else { throw problem("the input “\(text)” is named twice", at: text) }
            inputs.append(input)
        }
        var outputs: [PluginOutput] = []
        for member in try self.object(object, "outputs").members {
            outputs.append(try output(member, offered: offered))
        }
        guard !outputs.isEmpty else { throw problem("“\(name)” has no outputs", at: name == "lines" ? "lines" : name) }
        guard inputs.count <= 48, outputs.count <= 32 else {
            throw problem("a call may have 48 inputs and 32 outputs at most", at: "inputs")
        }
        return PluginCall(name: name, inputs: inputs, outputs: outputs, splits: try splits(object, outputs, offered))
    }

    private func output(_ member: JSONObject.Member, offered: [PluginInput]) throws(PluginProblem) -> PluginOutput {
        let name = member.key
        guard Self.isGraphQLName(name), !name.hasPrefix("__") else {
            throw problem("the output “\(name)” must be a GraphQL name", at: name)
        }
        guard let object = member.value.object else {
            throw problem("the output “\(name)” must be an object with its type", at: name)
        }
        try known(object, ["type", "scale", "of", "description"], in: "the output “\(name)”")
        guard let type = try text(object, "type").flatMap({ PluginType(name: $0) }) else {
            throw problem(
                "the output “\(name)” needs a type: \(PluginType.allCases.map(\.name).joined(separator: ", "))",
                at: name)
        }
        if type == .decimal, object["scale"] == nil {
            throw problem("the decimal “\(name)” needs a scale, 0 to 38", at: name)
        }
        if type != .decimal, object["scale"] != nil { throw problem("only decimals have a scale", at: name) }
        let of = try text(object, "of")
        if let of, !offered.contains(PluginInput(name: of, type: .decimal)) {
            throw problem("“of” of “\(name)” must name a decimal input, such as billingPreTaxTotal", at: name)
        }
        return PluginOutput(
            name: name, type: type, scale: try number(object, "scale", in: 0...38, else: 0), of: of,
            description: try text(object, "description"))
    }

    private func splits(
        _ object: JSONObject, _ outputs: [PluginOutput], _ offered: [PluginInput]
    ) throws(PluginProblem) -> [PluginSplit] {
        var splits: [PluginSplit] = []
        for value in object["splits"]?.array ?? [] {
            let members = value.object ?? JSONObject()
            try known(members, ["of", "into"], in: "a split")
            let into = (members["into"]?.array ?? []).compactMap(\.string)
            guard let of = try text(members, "of"),
                offered.contains(PluginInput(name: of, type: .decimal))
                    || outputs.contains(where: { $0.name == of && $0.type == .decimal }),
                into.count >= 2,
                into.allSatisfy({ name in outputs.contains { $0.name == name && $0.type == .decimal } })
            else {
                throw problem(
                    "a split has “of”, a decimal input or output, and “into”, two or more decimal outputs", at: "splits"
                )
            }
            splits.append(PluginSplit(of: of, into: into))
        }
        return splits
    }

    // MARK: Names

    static func isName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, bytes.count <= 64, (97...122).contains(first) else { return false }
        return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    }

    static func isGraphQLName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, bytes.count <= 64, !(48...57).contains(first) else { return false }
        return bytes.allSatisfy { byte in
            (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
                || byte == UInt8(ascii: "_")
        }
    }

    /// `customer-markup` → `CustomerMarkup`.
    static func camel(_ name: String) -> String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
