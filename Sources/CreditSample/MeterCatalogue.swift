/// A meter that resources of the sample emit, with its prices.
struct SampleMeter: Sendable {
    enum Kind: Sendable {
        case ordinary, spot, thirdParty, notInSheet
        /// Not a meter but something bought ahead: a reservation or a savings plan.
        case purchase
    }

    let index: Int
    let kind: Kind
    let category: String
    let subCategory: String
    let name: String
    let sku: String
    let product: String
    let unit: String
    let type: String
    let service: String
    /// USD a unit, in 10^-16; several when the price depends on the quantity of the month.
    let tiers: [Tier]
    /// From the sixteenth of September 2026 on, in place of the first tier's price.
    let laterPrice: UInt64?
    /// Largest quantity of a line, in 10^-6 units.
    let largestQuantity: Int
    let productID: String
    let skuID: String
    let availabilityID: String
    let meterID: String

    struct Tier: Sendable {
        /// Units of the month before this tier begins.
        let start: Int
        let price: UInt64
    }

    var isTiered: Bool { tiers.count > 1 }
    /// All prices of the meter: the tiers, then the later price.
    var prices: [UInt64] { tiers.map(\.price) + (laterPrice.map { [$0] } ?? []) }
    /// Whether reservations and savings plans may cover it.
    var isCoverable: Bool { kind == .ordinary && type == "1 Compute Hour" }

    /// The first day of `laterPrice`.
    static let priceChange = CivilDate(year: 2026, month: 9, day: 16)
    /// The top bound of the last tier, as it stands in real sheets after a trip through binary floating point.
    static let noLimit = "9223372036854780000"
}

/// A kind of resource: where it lives in a URI, and the two meters that it emits.
struct ResourceFamily: Sendable {
    let provider: String
    let prefix: String
    let meters: (Int, Int)
    /// Text of AdditionalInfo before and after the resource's name, JSON as it is inside a quoted field.
    let info: (String, String)
}

/// The products of the sample; ids are drawn from the seed, prices are fixed.
struct MeterCatalogue: Sendable {
    let meters: [SampleMeter]
    let families: [ResourceFamily]
    /// 64 family numbers: a draw of six bits picks one.
    let weights: [UInt8]
    /// What is bought ahead and covers usage; on invoices only.
    let reservation: SampleMeter
    let savingsPlan: SampleMeter

    init(draw: Draw) {
        var made: [SampleMeter] = []
        for (index, row) in Self.rows.enumerated() {
            made.append(row.meter(index: index, draw: draw))
        }
        meters = made
        families = Self.familyRows
        reservation = Self.purchase(
            "Reserved VM Instance, Standard_D2s_v5, EU West", sku: "1 Year", price: 62, number: 99, draw: draw)
        savingsPlan = Self.purchase("Azure savings plan for compute", sku: "1 Year", price: 40, number: 98, draw: draw)
        var weights: [UInt8] = []
        for (family, count) in [14, 12, 8, 8, 6, 4, 4, 2, 2, 2, 2].enumerated() {
            weights += Array(repeating: UInt8(family), count: count)
        }
        self.weights = weights
    }

    private static func purchase(
        _ product: String, sku: String, price: UInt64, number: Int, draw: Draw
    ) -> SampleMeter {
        Row(
            kind: .purchase, category: "Purchase", subCategory: "", name: sku, sku: sku, product: product,
            unit: "1/Month",
            type: "", service: "", tiers: [(0, price * PowersOfTen.narrow[16])], largest: 1
        ).meter(index: number, draw: draw)
    }

    private struct Row {
        let kind: SampleMeter.Kind
        let category: String
        let subCategory: String
        let name: String
        let sku: String
        let product: String
        let unit: String
        let type: String
        let service: String
        let tiers: [(start: Int, price: UInt64)]
        var later: UInt64?
        let largest: Int

        func meter(index: Int, draw: Draw) -> SampleMeter {
            let skuNumber = draw.below(900, .product, index, 1)
            let letter = draw.letters(1, .product, index, 2)
            return SampleMeter(
                index: index, kind: kind, category: category, subCategory: subCategory, name: name, sku: sku,
                product: product, unit: unit, type: type, service: service,
                tiers: tiers.map { .init(start: $0.start, price: $0.price) }, laterPrice: later,
                largestQuantity: largest, productID: "DZH318Z0" + draw.letters(4, .product, index, 3),
                skuID: "\(10_000 + skuNumber)".suffix(3) + letter,
                availabilityID: "DZH318Z0" + draw.letters(4, .product, index, 4), meterID: draw.guid(.meter, index))
        }
    }

    private static let rows: [Row] = [
        Row(
            kind: .ordinary, category: "Virtual Machines", subCategory: "Dsv5 Series", name: "D2s v5", sku: "D2s v5",
            product: "Virtual Machines Dsv5 Series", unit: "1 Hour", type: "1 Compute Hour",
            service: "Microsoft.Compute", tiers: [(0, 1_149_999_999_999_984)], largest: 24_000_000),
        Row(
            kind: .ordinary, category: "Storage", subCategory: "Premium SSD Managed Disks", name: "P10 LRS Disk",
            sku: "P10 LRS", product: "Premium SSD Managed Disks", unit: "1/Month", type: "1 Disk/Month",
            service: "Microsoft.Compute", tiers: [(0, 179_200_000_000_000_000)], largest: 34_000),
        Row(
            kind: .ordinary, category: "Storage", subCategory: "Tables", name: "Data Stored (GB/Month)",
            sku: "Tables - LRS", product: "Tables", unit: "1 GB/Month", type: "1 GB/Month",
            service: "Microsoft.Storage", tiers: [(0, 450_000_000_000_000)], largest: 512_000_000),
        Row(
            kind: .ordinary, category: "Storage", subCategory: "Tiered Block Blob", name: "Hot LRS Write Operations",
            sku: "Hot LRS", product: "Tiered Block Blob", unit: "10K", type: "10K Transactions",
            service: "Microsoft.Storage", tiers: [(0, 540_049_128_776_513)], largest: 90_000_000),
        Row(
            kind: .ordinary, category: "SQL Database", subCategory: "Single Standard", name: "S2 DTUs", sku: "S2",
            product: "SQL Database Single Standard", unit: "1/Day", type: "1 DTU/Day", service: "Microsoft.Sql",
            tiers: [(0, 24_193_548_387_096_774)], later: 25_161_290_322_580_645, largest: 1_000_000),
        Row(
            kind: .ordinary, category: "SQL Database", subCategory: "vCore Storage", name: "Data Stored",
            sku: "General Purpose", product: "SQL Database - Storage, vCore", unit: "1 GB/Month", type: "1 GB/Month",
            service: "Microsoft.Sql", tiers: [(0, 1_150_000_000_000_000)], largest: 250_000_000),
        Row(
            kind: .ordinary, category: "Azure App Service", subCategory: "Premium v3 Plan", name: "P1 v3 App",
            sku: "P1 v3", product: "Azure App Service Premium v3 Plan - Linux", unit: "1 Hour",
            type: "1 Compute Hour", service: "Microsoft.Web", tiers: [(0, 1_131_234_567_890_123)],
            later: 1_090_000_000_000_017, largest: 24_000_000),
        Row(
            kind: .ordinary, category: "Bandwidth", subCategory: "Inter-Region", name: "Standard Data Transfer Out",
            sku: "Standard", product: "Bandwidth - \"Routing Preference: Internet\"", unit: "1 GB", type: "1 GB",
            service: "Microsoft.Network",
            tiers: [(0, 0), (100, 870_000_000_000_000), (10_240, 830_000_000_000_000)], largest: 60_000_000),
        Row(
            kind: .ordinary, category: "Azure Cosmos DB", subCategory: "Provisioned throughput",
            name: "100 RU/s", sku: "RUs", product: "Azure Cosmos DB", unit: "100/Hour", type: "1/Hour",
            service: "Microsoft.DocumentDB", tiers: [(0, 80_000_000_000_000)], largest: 960_000_000),
        Row(
            kind: .ordinary, category: "Log Analytics", subCategory: "Analytics Logs", name: "Data Ingestion",
            sku: "Analytics Logs", product: "Log Analytics", unit: "1 GB", type: "1 GB",
            service: "microsoft.operationalinsights", tiers: [(0, 0), (5, 27_600_000_000_000_000)],
            largest: 9_000_000),
        Row(
            kind: .ordinary, category: "Virtual Network", subCategory: "IP Addresses",
            name: "Standard IPv4 Static Public IP", sku: "Standard", product: "Virtual Network - IP Addresses",
            unit: "1 Hour", type: "1 Hour", service: "Microsoft.Network", tiers: [(0, 50_000_000_000_000)],
            largest: 24_000_000),
        Row(
            kind: .spot, category: "Virtual Machines", subCategory: "Dsv5 Series", name: "D4s v5 Spot",
            sku: "D4s v5 Spot", product: "Virtual Machines Dsv5 Series", unit: "1 Hour", type: "1 Compute Hour",
            service: "Microsoft.Compute", tiers: [(0, 209_496_384_791_679)], largest: 24_000_000),
        Row(
            kind: .thirdParty, category: "SaaS Firewall", subCategory: "", name: "Inspected traffic, standard",
            sku: "Standard", product: "Tailspin Firewall, managed", unit: "1 GB", type: "1 GB",
            service: "Tailspin.Firewall", tiers: [(0, 650_000_000_000_000)], largest: 40_000_000),
        Row(
            kind: .notInSheet, category: "Azure Orbital", subCategory: "Preview", name: "Antenna minutes",
            sku: "Preview", product: "Azure Orbital Preview", unit: "1 Minute", type: "1 Minute",
            service: "Microsoft.Orbital", tiers: [(0, 30_000_000_000_000_000)], largest: 90_000_000),
        Row(
            kind: .ordinary, category: "Key Vault", subCategory: "", name: "Operations", sku: "Standard",
            product: "Key Vault", unit: "10K", type: "10K Transactions", service: "Microsoft.KeyVault",
            tiers: [(0, 300_000_000_000_000)], largest: 3_000_000),
    ]

    private static let machineInfo = (
        "{\"\"ImageType\"\":\"\"Canonical, Inc.\"\",\"\"ServiceType\"\":\"\"Standard_D2s_v5\"\",\"\"VMName\"\":\"\"",
        "\"\",\"\"VCPUs\"\":2,\"\"UsageType\"\":\"\"ComputeHR\"\"}"
    )
    private static let plainInfo = ("{\"\"Name\"\":\"\"", "\"\"}")

    private static let familyRows: [ResourceFamily] = [
        ResourceFamily(
            provider: "Microsoft.Compute/virtualMachines", prefix: "vm-", meters: (0, 1), info: machineInfo),
        ResourceFamily(
            provider: "Microsoft.Storage/storageAccounts", prefix: "stlager", meters: (2, 3), info: plainInfo),
        ResourceFamily(provider: "Microsoft.Sql/servers", prefix: "sql-", meters: (4, 5), info: plainInfo),
        ResourceFamily(provider: "Microsoft.Web/serverFarms", prefix: "plan-", meters: (6, 7), info: plainInfo),
        ResourceFamily(
            provider: "Microsoft.DocumentDB/databaseAccounts", prefix: "cosmos-", meters: (8, 7), info: plainInfo),
        ResourceFamily(
            provider: "Microsoft.OperationalInsights/workspaces", prefix: "log-", meters: (9, 9), info: plainInfo),
        ResourceFamily(
            provider: "Microsoft.Network/publicIPAddresses", prefix: "pip-", meters: (10, 7), info: plainInfo),
        ResourceFamily(
            provider: "Microsoft.Compute/virtualMachineScaleSets", prefix: "vmss-", meters: (11, 1),
            info: machineInfo),
        ResourceFamily(
            provider: "Tailspin.Firewall/firewalls", prefix: "fw-", meters: (12, 10), info: plainInfo),
        ResourceFamily(
            provider: "Microsoft.Orbital/spacecrafts", prefix: "sat-", meters: (13, 2), info: plainInfo),
        ResourceFamily(provider: "Microsoft.KeyVault/vaults", prefix: "kv-", meters: (14, 14), info: plainInfo),
    ]
}
