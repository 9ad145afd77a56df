/// A customer of the partner.
struct SampleCustomer: Sendable {
    let index: Int
    let name: String
    let domain: String
    let country: String
    let tenantID: String
    /// Numbers into `SampleWorld.plans`.
    let plans: Range<Int>

    /// Azure credit pays the first days of each month.
    var hasAzureCredit: Bool { index % 12 == 1 }
    /// A savings plan covers part of the virtual machines.
    var hasSavingsPlan: Bool { index % 12 == 4 }
    /// A reservation covers part of the virtual machines.
    var hasReservation: Bool { index % 12 == 0 }
    /// Was billed in December 2020 already.
    var isOld: Bool { index < 5 && index != 1 }
    /// What its country was billed in before 2021-01-28.
    var localCurrency: String { CustomerCast.localCurrency(of: country) }
}

/// An Azure plan: what a customer buys from one reseller.
struct SamplePlan: Sendable {
    let index: Int
    let customer: Int
    /// Number for `SamplePartners.reseller`.
    let reseller: Int
    let planID: String
    let orderID: String
    let alternateID: String
}

/// The customers that have a written part, then drawn ones.
enum CustomerCast {
    private static let written: [(name: String, domain: String, country: String)] = [
        ("Müller & Söhne GmbH", "muellersoehne.onmicrosoft.com", "DE"),
        ("Ærø Færgedrift A/S", "aeroefaerge.onmicrosoft.com", "DK"),
        ("Alpenglühn Café AG, Zürich", "alpengluehn.onmicrosoft.com", "CH"),
        ("Brasserie \"Au Chêne d'Or\" SARL", "auchenedor.onmicrosoft.com", "FR"),
        ("Fabrikam Nederland B.V.", "fabrikamnl.onmicrosoft.com", "NL"),
        ("Łódzka Żegluga Śródlądowa sp. z o.o.", "zegluga.onmicrosoft.com", "PL"),
        ("Blåbär & Älg Förlag AB", "blabaralg.onmicrosoft.com", "SE"),
        ("Ørsta Fiskeri AS", "orstafiskeri.onmicrosoft.com", "NO"),
        ("Contoso España, S.L.", "contosoes.onmicrosoft.com", "ES"),
        ("Ελαιώνας Α.Ε.", "elaionas.onmicrosoft.com", "GR"),
        ("Tailspin Österreich GmbH", "tailspinat.onmicrosoft.com", "AT"),
        ("Wingtip Éire Ltd", "wingtipie.onmicrosoft.com", "IE"),
    ]
    private static let countries = [
        "DE", "NL", "FR", "AT", "BE", "SE", "CH", "DK", "NO", "PL", "IT", "ES", "FI", "GB",
    ]

    static func customer(_ index: Int, plans: Range<Int>, draw: Draw) -> SampleCustomer {
        let tenant = draw.guid(.tenant, index)
        guard index < written.count else {
            let number = "\(100_000 + index)".dropFirst()
            return SampleCustomer(
                index: index, name: "Kunde \(number), Côte & Cie", domain: "kunde\(number).onmicrosoft.com",
                country: countries[index % countries.count], tenantID: tenant, plans: plans)
        }
        let part = written[index]
        return SampleCustomer(
            index: index, name: part.name, domain: part.domain, country: part.country, tenantID: tenant, plans: plans)
    }

    /// The resellers of a customer's plans: the first customers in turn, every eighth has two plans.
    static func resellers(of customer: Int) -> [Int] {
        customer % 8 == 3 ? [0, 1] : [customer % 3]
    }

    /// What the country's customers were billed in before 2021-01-28.
    /// - Source: regions.csv, region Europe.
    static func localCurrency(of country: String) -> String {
        switch country {
        case "CH": "CHF"
        case "DK": "DKK"
        case "GB": "GBP"
        case "NO": "NOK"
        case "SE": "SEK"
        default: "EUR"
        }
    }
}
