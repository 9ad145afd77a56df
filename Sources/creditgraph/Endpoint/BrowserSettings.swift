import ArgumentParser
import Credit
import CreditAPI
import GraphQLHTTP
import HTTPServer

/// What pages of other origins may read, and who is told what of the schema.
struct BrowserSettings: ParsableArguments {
    @Option(help: "Origins whose pages may read answers, parted by commas. Default: none.")
    var corsOrigins: String?

    @Option(help: "on, off, or roles parted by commas: who may ask for the schema. Default: on.")
    var introspection: String?

    /// What the command line gives.
    var flags: [(name: String, value: String?)] {
        [("cors-origins", corsOrigins), ("introspection", introspection)]
    }
}

extension Setting {
    static let corsOrigins = Setting(
        name: "cors-origins", fallback: "",
        help: "Origins whose pages may read answers, as https://one.example,https://two.example; none without.")
    static let introspection = Setting(
        name: "introspection", fallback: "on",
        help: "Who may ask for the schema: on (whoever has a key), off, or roles parted by commas.")

    static let browser = [corsOrigins, introspection]
}

extension Settings {
    /// The value as `on`, `off`, or roles.
    func audience(_ setting: Setting) throws(CommandFailure) -> Audience {
        switch self[setting] {
        case "on": return .everybody
        case "off": return .nobody
        default:
            var roles: [PartnerRole] = []
            for name in self[setting].split(separator: ",") {
                guard let role = PartnerRole.allCases.first(where: { "\($0.code)" == name }) else {
                    throw CommandFailure(
                        .usage,
                        "SETTING_\(setting.key.uppercased()): --\(setting.name) is “\(self[setting])”; give on, off, or some of \(PartnerRole.allCases.map(\.code).joined(separator: ","))."
                    )
                }
                roles.append(role)
            }
            return .roles(RequestContext.bits(roles))
        }
    }

    func crossOrigin() throws(CommandFailure) -> CrossOrigin? {
        let origins = self[.corsOrigins].split(separator: ",").map(String.init)
        for origin in origins {
            let rest =
                origin.hasPrefix("https://")
                ? origin.dropFirst(8) : origin.hasPrefix("http://") ? origin.dropFirst(7) : ""
            guard !rest.isEmpty, !rest.contains("/"), !rest.contains("*"), !rest.contains(" ") else {
                throw CommandFailure(
                    .usage,
                    "SETTING_CORSORIGINS: “\(origin)” is not an origin; give scheme, host and port only, as https://example.org. There is no “*”."
                )
            }
        }
        return origins.isEmpty ? nil : CrossOrigin(origins: Set(origins))
    }
}
