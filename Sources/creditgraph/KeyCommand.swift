import ArgumentParser
import Credit
import CreditImport
import Crypto
import Store
import StoreSQLite

/// `creditgraph key`: API keys.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make, list and end API keys.", subcommands: [New.self, List.self, Revoke.self])

    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and print it once, alone on standard output; the store keeps its SHA-256.",
            discussion: StoreOptions.settingsPage)

        @OptionGroup var storeOptions: StoreOptions

        @Option(help: "What the key is called in lists and logs.")
        var name = "key"

        @Option(
            help: "Roles of Partner Center, with commas: \(PartnerRole.allCases.map(\.code).joined(separator: ", ")).")
        var roles: String?

        @Option(help: "Tenant ids of the customers that it may see, with commas. Default: all.")
        var customers: String?

        @Option(help: "The day or time from which on it opens nothing.")
        var expires: String?

        func run() async throws {
            try await CommandFailure.handle("key new") {
                let text = Self.random()
                let record = APIKeyRecord(
                    hash: KeyCommand.hash(text), name: name,
                    roles: try Self.split(
                        roles, "roles", "one of \(PartnerRole.allCases.map(\.code).joined(separator: ", "))"
                    ) {
                        PartnerRole(code: $0.uppercased())
                    } ?? [], customers: try Self.split(customers, "customers", "tenant ids") { GUID($0) },
                    createdAt: Clock.now, expiresAt: try expiry(), revokedAt: nil)
                let store = try await storeOptions.open(creates: true)
                try store.write { try $0.insert(record) }
                Console.output(text)
            }
        }

        private func expiry() throws(CommandFailure) -> Instant? {
            guard let expires else { return nil }
            do {
                return try Instant(parsing: expires)
            } catch {
                throw CommandFailure(.usage, "KEY_EXPIRES: --expires is “\(expires)”: \(error.message).")
            }
        }

        private static func split<Value>(
            _ text: String?, _ option: String, _ form: String, _ parse: (String) -> Value?
        ) throws(CommandFailure) -> [Value]? {
            guard let text else { return nil }
            var values: [Value] = []
            for part in text.split(separator: ",") {
                let part = String(part.drop { $0 == " " })
                guard let value = parse(part) else {
                    throw CommandFailure(.usage, "KEY_OPTION: “\(part)” in --\(option) is not \(form).")
                }
                values.append(value)
            }
            return values
        }

        /// 256 random bits; the system's generator is fit for keys.
        private static func random() -> String {
            var generator = SystemRandomNumberGenerator()
            let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
            var text = Array("cg_".utf8)
            // 43 digits of 6 bits hold 258 bits.
            for _ in 0..<43 {
                let bits: UInt64 = generator.next()
                text.append(digits[Int(bits & 63)])
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys, never their secrets.", discussion: StoreOptions.settingsPage)

        @OptionGroup var storeOptions: StoreOptions

        func run() async throws {
            try await CommandFailure.handle("key list") {
                let store = try await storeOptions.open()
                for key in try store.read({ try $0.apiKeys() }) {
                    var line = "\(KeyCommand.identifier(key))  \(key.name)  "
                    line += key.roles.isEmpty ? "no-roles" : key.roles.map(\.code).joined(separator: ",")
                    line += "  " + (key.customers.map { "\($0.count)-customers" } ?? "all-customers")
                    line += "  created \(key.createdAt)"
                    if let expiresAt = key.expiresAt { line += "  expires \(expiresAt)" }
                    if let revokedAt = key.revokedAt { line += "  revoked \(revokedAt)" }
                    Console.output(line)
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a key by its id or name, as `key list` shows them.", discussion: StoreOptions.settingsPage)

        @Argument(help: "The id, or the name of all keys that bear it.")
        var key: String

        @OptionGroup var storeOptions: StoreOptions

        func run() async throws {
            try await CommandFailure.handle("key revoke") {
                let store = try await storeOptions.open()
                let count = try store.write { writer in
                    let found = try writer.apiKeys().filter { KeyCommand.identifier($0) == key || $0.name == key }
                    for record in found { try writer.revokeAPIKey(hash: record.hash, at: Clock.now) }
                    return found.count
                }
                if count == 0 { throw CommandFailure(.noInput, "KEY_UNKNOWN: there is no key “\(key)”; see key list.") }
                Console.error("\(count) \(count == 1 ? "key is" : "keys are") revoked")
            }
        }
    }

    /// What the store knows a key by: the SHA-256 of its text.
    static func hash(_ key: String) -> [UInt8] { Array(SHA256.hash(data: Array(key.utf8))) }

    /// The first digits of the hash.
    static func identifier(_ key: APIKeyRecord) -> String { Hexadecimal.text(key.hash.prefix(6)) }
}
