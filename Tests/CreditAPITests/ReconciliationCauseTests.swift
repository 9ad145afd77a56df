import Catalogue
import Credit
import CreditImport
import CreditLedger
import Foundation
import StoreSQLite
import Testing

@testable import CreditAPI

/// One invoice file with a mistake of each kind against the sample's usage.
@Suite("Causes of differences to the invoice")
struct ReconciliationCauseTests {
    /// The lines of an invoice reconciliation file by column.
    private struct Invoice {
        var columns: [String]
        var rows: [[String]]

        init(_ path: String) throws {
            let records = Glossary.records(try String(contentsOfFile: path, encoding: .utf8))
            columns = records[0]
            rows = Array(records.dropFirst())
        }

        func place(_ column: String) throws -> Int { try #require(columns.firstIndex(of: column)) }
        func text(_ row: Int, _ column: String) throws -> String { rows[row][try place(column)] }
        func number(_ row: Int, _ column: String) throws -> ExactDecimal {
            try ExactDecimal(parsing: try text(row, column))
        }
        mutating func set(_ row: Int, _ column: String, _ value: String) throws {
            rows[row][try place(column)] = value
        }

        /// The four keys and the customer.
        func key(_ row: Int) throws -> [String] {
            try ["CustomerId", "SubscriptionId", "ProductId", "SkuId", "AvailabilityId"].map { try text(row, $0) }
        }

        /// What the published formula makes of a usage line.
        /// - Source: pec.md section 10, formula 5.
        mutating func bill(_ row: Int) throws {
            let cost = try number(row, "EffectiveUnitPrice").multiplied(by: number(row, "BillableQuantity"))
                .rounded(scale: 2, .towardZero)
            let subtotal = try cost.multiplied(by: number(row, "PCToBCExchangeRate")).rounded(scale: 2, .towardZero)
            try set(row, "Subtotal", subtotal.description)
            try set(row, "Total", try subtotal.adding(number(row, "TaxTotal")).description)
        }

        var csv: String {
            ([columns] + rows).map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
            }.joined()
        }
    }

    private static let query = """
        { reconciliation(month: "2026-10") { matched byCurrency { computed invoiced difference lines matchedLines }
          mismatches(first: 1000) { totalCount nodes { customer { tenantId } azurePlan { id } productId skuId availabilityId cause
            computed { amount } invoiced { amount } difference { amount } } } } }
        """

    private func identity(_ answer: Answer) -> [String] {
        [answer["customer", "tenantId"], answer["productId"], answer["skuId"], answer["availabilityId"]].map {
            $0.string ?? ""
        }
    }

    @Test("each is told by what the two sides do not agree on, and all of them add up to the difference of the invoice")
    func causes() throws {
        let shared = try World.shared.get()
        let world = try World(copyOf: shared)
        let files = try shared.files().filter { $0.contains("reconciliation") }
        let path = try #require(
            files.first { (try? String(contentsOfFile: $0, encoding: .utf8).contains("10/31/2026")) == true })
        var invoice = try Invoice(path)
        let before = try world.answer(Self.query)["data", "reconciliation"]
        let known = Set(before["mismatches", "nodes"].list.map(identity))
        // Lines of consumption that agree and are alone for their keys.
        let keys = try Dictionary(grouping: invoice.rows.indices) { try invoice.key($0) }
        func isConsumption(_ row: Int) throws -> Bool {
            let term = try invoice.text(row, "TermAndBillingCycle").lowercased()
            return !term.contains("reservation") && !term.contains("savings")
        }
        // Three rows that are worth more than rounding, one of those with a credit, and one of any worth.
        var (worthy, small): ([Int], [Int]) = ([], [])
        var credited: Int?
        // The rows of one key that has several, which are worth more than rounding too.
        var several: [Int] = []
        for row in invoice.rows.indices {
            let key = try invoice.key(row)
            let subtotal = try invoice.number(row, "Subtotal")
            guard try isConsumption(row), subtotal > .zero, !known.contains([key[0], key[2], key[3], key[4]]),
                let rows = keys[key]
            else { continue }
            let isCredited = try invoice.number(row, "EffectiveUnitPrice") < invoice.number(row, "UnitPrice")
            let isWorthy = try subtotal > ExactDecimal(parsing: "0.05")
            if rows.count > 1 {
                if several.isEmpty, isWorthy, try rows.allSatisfy(isConsumption) { several = rows }
            } else if credited == nil, isCredited, try subtotal > ExactDecimal(parsing: "0.2") {
                credited = row
            } else if worthy.count < 3, isWorthy {
                worthy.append(row)
            } else {
                small.append(row)
            }
        }
        try #require(worthy.count == 3 && !several.isEmpty)
        let rows = worthy + [try #require(credited), try #require(small.first)]
        let two = ExactDecimal(2)
        func doubled(_ row: Int, _ column: String) throws -> String {
            try invoice.number(row, column).multiplied(by: two).description
        }
        try invoice.set(rows[0], "BillableQuantity", doubled(rows[0], "BillableQuantity"))
        try invoice.set(rows[1], "UnitPrice", doubled(rows[1], "UnitPrice"))
        try invoice.set(rows[1], "EffectiveUnitPrice", doubled(rows[1], "EffectiveUnitPrice"))
        try invoice.set(rows[2], "PCToBCExchangeRate", doubled(rows[2], "PCToBCExchangeRate"))
        try invoice.set(rows[3], "EffectiveUnitPrice", invoice.text(rows[3], "UnitPrice"))
        for row in rows[..<4] { try invoice.bill(row) }
        let cent = try ExactDecimal(parsing: "0.01")
        try invoice.set(rows[4], "Subtotal", invoice.number(rows[4], "Subtotal").adding(cent).description)
        var strange = invoice.rows[rows[4]]
        strange[try invoice.place("ProductId")] = "DZH318Z0XXXX"
        let causes: [Int: String] = [
            rows[0]: "QUANTITY", rows[1]: "PRICE", rows[2]: "EXCHANGE_RATE", rows[3]: "CREDIT", rows[4]: "ROUNDING",
            several[0]: "ONLY_IN_USAGE",
        ]
        var expected: [[String]: String] = [:]
        for (row, cause) in causes {
            let key = try invoice.key(row)
            expected[[key[0], key[2], key[3], key[4]]] = cause
        }
        let key = try invoice.key(rows[4])
        expected[[key[0], "DZH318Z0XXXX", key[3], key[4]]] = "ONLY_IN_INVOICE"
        invoice.rows.append(strange)
        for row in several.sorted(by: >) { invoice.rows.remove(at: row) }
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try invoice.csv.write(toFile: file, atomically: true, encoding: .utf8)
        var options = ImportOptions()
        options.asOf = try Instant(parsing: "2026-12-31T00:00:00Z")
        var refused: [String] = []
        try ImportRun(
            store: world.store, steps: .standard(), options: options, observer: World.Silent(),
            clock: { World.now }, report: { if $0.state != .done { refused.append($0.json) } }
        ).run([file])
        #expect(refused == [])
        try world.holder.refresh()
        let after = try world.answer(Self.query)["data", "reconciliation"]
        let nodes = after["mismatches", "nodes"].list
        var found: [[String]: String] = [:]
        var sum = ExactDecimal.zero
        for node in nodes {
            let computed = try ExactDecimal(parsing: node["computed", "amount"].string ?? "0")
            let invoiced = try ExactDecimal(parsing: node["invoiced", "amount"].string ?? "0")
            let difference = try ExactDecimal(parsing: try #require(node["difference", "amount"].string))
            #expect(try computed.subtracting(invoiced).normalised == difference.normalised)
            #expect(node["computed"].isNull == (node["cause"].string == "ONLY_IN_INVOICE"))
            #expect(node["invoiced"].isNull == (node["cause"].string == "ONLY_IN_USAGE"))
            sum = try sum.adding(difference)
            if !known.contains(identity(node)) { found[identity(node)] = node["cause"].string }
        }
        #expect(found == expected)
        let total = after["byCurrency", 0]
        #expect(sum.normalised.description == total["difference"].string)
        #expect((total["matchedLines"].int ?? 0) + nodes.count == total["lines"].int)
        // The same lines are found by their cause alone.
        for cause in Set(expected.values) {
            let only = try world.answer(
                "{ reconciliation(month: \"2026-10\", filter: {cause: [\(cause)]}) { mismatches(first: 1000) { nodes { cause } } } }"
            )["data", "reconciliation", "mismatches", "nodes"].list
            #expect(!only.isEmpty && only.allSatisfy { $0["cause"].string == cause })
        }
        #expect(world.failures.all == [])
    }
}
