import ArgumentParser
import Credit

/// The credit policy as options of the commands that decide.
struct PolicyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The credit rate as a fraction; with changes as 0.15,0.20@2027-01-01. Default: 0.15."))
    var rate: String?

    @Option(help: "The zone whose midnight parts the days. Default: UTC.")
    var dayZone: String?

    @Option(help: "UNION: grants that together leave no gap cover a day; or SINGLE_GRANT. Default: UNION.")
    var coverageMode: String?

    @Option(help: "NONE, or FLOOR2_PER_LINE to cut the billing total of each line. Default: NONE.")
    var dailyRounding: String?

    @Option(help: "ROUND_DOWN or HALF_UP, of reconciliation lines. Default: ROUND_DOWN.")
    var reconRounding: String?

    @Option(help: "SPLIT or BLENDED: how reconciliation lines show a month with days without credit. Default: SPLIT.")
    var reconLines: String?

    @Option(help: "Whether a Lighthouse offer of the Marketplace needs a partner-id link. Default: false.")
    var lighthouseOfferNeedsPal: String?

    @Option(
        help: "INELIGIBLE, or HEURISTIC_WRITE: roles that are not listed earn if they can write. Default: INELIGIBLE.")
    var unlistedRole: String?

    @Option(help: "Unlisted roles by definition id, as ID=true,ID=false. Default: none.")
    var roleOverrides: String?

    @Option(help: "Product ids of telco pay-as-you-go, parted by commas. Default: none.")
    var telcoProducts: String?

    /// What the command line gives.
    var flags: [(name: String, value: String?)] {
        [
            ("rate", rate), ("day-zone", dayZone), ("coverage-mode", coverageMode), ("daily-rounding", dailyRounding),
            ("recon-rounding", reconRounding), ("recon-lines", reconLines),
            ("lighthouse-offer-needs-pal", lighthouseOfferNeedsPal), ("unlisted-role", unlistedRole),
            ("role-overrides", roleOverrides), ("telco-products", telcoProducts),
        ]
    }
}

extension Setting {
    /// The choices of the credit policy, by their names in cases of `decide` too.
    static let policy = CreditPolicy.Choice.allCases.map { choice in
        Setting(name: flag(of: choice), fallback: CreditPolicy().text(choice), help: help(choice))
    }

    private static func flag(of choice: CreditPolicy.Choice) -> String {
        choice.rawValue.reduce(into: "") { name, letter in
            if letter.isUppercase { name += "-" }
            name += letter.lowercased()
        }
    }

    private static func help(_ choice: CreditPolicy.Choice) -> String {
        switch choice {
        case .rate: "The credit as a fraction of the list price; with changes, as 0.15,0.20@2027-01-01."
        case .dayZone: "The zone whose midnight parts the days: UTC, +02:00, Europe/Amsterdam."
        case .coverageMode: "UNION: grants that together leave no gap cover a day; SINGLE_GRANT: one must alone."
        case .dailyRounding:
            "NONE; FLOOR2_PER_LINE cuts each line's billing total to 2 decimals. May change on days."
        case .reconRounding: "ROUND_DOWN or HALF_UP, of reconciliation lines. May change on days."
        case .reconLines: "SPLIT: a reconciliation line with and one without credit; or BLENDED. May change on days."
        case .lighthouseOfferNeedsPal:
            "true where a Lighthouse offer of the Marketplace needs a partner-id link. May change on days."
        case .unlistedRole: "INELIGIBLE; HEURISTIC_WRITE: roles that are not listed earn if they can write or delete."
        case .roleOverrides: "What unlisted roles earn here, by definition id: ID=true,ID=false."
        case .telcoProducts: "Product ids of telco pay-as-you-go, parted by commas."
        }
    }
}

extension Settings {
    /// The credit policy that the settings say.
    /// - Throws: `CommandFailure` for a value that cannot be taken.
    func policy() throws(CommandFailure) -> CreditPolicy {
        var policy = CreditPolicy()
        for (choice, setting) in zip(CreditPolicy.Choice.allCases, Setting.policy) {
            let value = self[setting]
            if isBareNumber(setting) {
                throw CommandFailure(
                    .usage,
                    "SETTING_\(setting.key.uppercased()): give \(setting.key) in quotes, as \"0.15\": a number of "
                        + "JSON need not be exact.")
            }
            if value == setting.fallback { continue }
            do throws(CreditPolicy.TextError) {
                try policy.set(choice, value, zone: { TimeZoneFile.read($0) })
            } catch {
                throw CommandFailure(
                    .usage,
                    "SETTING_\(setting.key.uppercased()): --\(setting.name) is “\(value)”; give \(error.expected).")
            }
        }
        return policy
    }
}
