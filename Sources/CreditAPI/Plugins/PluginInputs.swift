import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import LineTransforms
import PluginHost
import Store

/// The columns that plugins are given for the objects of a level, by the names of `InputCatalogue`.
enum PluginInputs {
    static func columns<Key>(
        _ keys: [Key], _ inputs: [PluginInput], _ value: (Key, String) throws -> PluginValue
    ) throws -> [PluginColumn] {
        try inputs.map { input in
            var builder = PluginColumnBuilder(input.type, capacity: keys.count)
            for key in keys { builder.append(try value(key, input.name)) }
            do {
                return try builder.finish()
            } catch {
                throw APIError.overflow
            }
        }
    }

    private static func text(_ text: String?) -> PluginValue { text.map { .text($0) } ?? .null }

    static func customer(_ key: CustomerKey, _ name: String, _ snapshot: Snapshot) -> PluginValue {
        let table = snapshot.customers
        let arena = snapshot.arena
        return switch name {
        case "tenantId": .text(table.tenants[key.index].description)
        case "name": text(arena.string(table.names[key.index]))
        case "domain": text(arena.string(table.domains[key.index]))
        case "country": text(table.countries[key.index]?.description)
        case "agreement": text(table.agreementStates[key.index].map { "\($0.code)" })
        default: .null
        }
    }

    static func subscription(_ key: SubscriptionKey, _ name: String, _ snapshot: Snapshot) -> PluginValue {
        let table = snapshot.subscriptions
        let owner = CustomerKey(table.customers[key.index])
        return switch name {
        case "subscriptionId": .text(table.subscriptionIDs[key.index].description)
        case "name": text(snapshot.arena.string(table.names[key.index]))
        case "status": .text("\(table.statuses[key.index].code)")
        case "offer": .text("\(table.offers[key.index].code)")
        case "customerTenantId": customer(owner, "tenantId", snapshot)
        case "customerName": customer(owner, "name", snapshot)
        case "customerCountry": customer(owner, "country", snapshot)
        default: .null
        }
    }

    static func price(_ key: PriceKey, _ name: String, _ snapshot: Snapshot) -> PluginValue {
        let table = snapshot.prices
        func cell(_ column: [TextRef]) -> PluginValue { text(snapshot.arena.string(column[key.index])) }
        switch name {
        case "productId": return cell(table.productIDs)
        case "skuId": return cell(table.skuIDs)
        case "productTitle": return cell(table.productTitles)
        case "skuTitle": return cell(table.skuTitles)
        case "publisher": return cell(table.publishers)
        case "meterId": return cell(table.meterIDs)
        case "meterType": return cell(table.meterTypes)
        case "unitOfMeasure": return cell(table.units)
        case "currency": return cell(table.currencies)
        case "market":
            return text(table.lists.first { $0.rows.contains(key.row) }?.key.market.description)
        case "unitPrice":
            guard let amount = snapshot.arena.string(table.prices[key.index]) else { return .null }
            return (try? ExactDecimal(parsing: amount)).map { .decimal($0) } ?? .null
        case "earnsCredit": return .boolean(table.reasons[key.index] == nil)
        default: return .null
        }
    }

    static func group(_ key: GroupKey, _ name: String) throws -> PluginValue {
        let totals = try key.group.totals()
        return switch name {
        case "key": .text(key.group.key.description)
        case "dimension": .text(key.dimension.code)
        case "currency": .text(totals.currency.description)
        case "list": ledger(totals.amounts.list)
        case "net": ledger(totals.amounts.net)
        case "earned": ledger(totals.amounts.earned)
        case "missed": ledger(totals.amounts.missed)
        case "lines": .integer(Int64(totals.lines))
        case "eligibleLines": .integer(Int64(totals.eligibleLines))
        default: .null
        }
    }

    static func ledger(_ value: WideDecimal) -> PluginValue {
        PluginAmount.value(value).map { .decimal($0) } ?? .null
    }

    // MARK: Lines

    /// Has the batch load what these inputs are made of.
    /// - Parameter isDecided: for a credit line; else for a usage line.
    static func need(_ inputs: [PluginInput], of batch: LineBatch, isDecided: Bool) {
        let inputs = inputs.map { LineInput($0, isDecided: isDecided) }
        for input in inputs {
            switch input {
            case .text(let column), .number(let column): batch.need([column])
            case .amount: batch.need(LineRow.amountColumns)
            case .date, .customer, .subscription, .eligible, .reason, .rate, .none: break
            }
        }
        if inputs.contains(where: \.needsDecision) { batch.needDecisions() }
    }

    static func lineColumns(
        _ keys: [UsageLineKey], _ inputs: [PluginInput], isDecided: Bool
    ) throws -> [PluginColumn] {
        for batch in batches(keys) { need(inputs, of: batch, isDecided: isDecided) }
        return try inputs.map { input in
            try columns(keys, [input]) { key, _ in try line(key, input, isDecided: isDecided) }[0]
        }
    }

    static func line(_ key: UsageLineKey, _ input: PluginInput, isDecided: Bool) throws(FieldError) -> PluginValue {
        let batch = key.batch
        switch LineInput(input, isDecided: isDecided) {
        case .amount(let amount): return ledger(try batch.amount(key.row, amount))
        case .number(let column): return try batch.number(key.row, column).map { .decimal($0) } ?? .null
        case .text(let column):
            let bytes = try batch.text(key.row, column)
            return bytes.isEmpty ? .null : .text(String(decoding: bytes, as: UTF8.self))
        case .date: return .date(batch.lines[key.row].cursor.day.number)
        case .customer: return .text(batch.lines[key.row].customer.description)
        case .subscription: return text(batch.lines[key.row].subscription?.description)
        case .eligible: return .boolean(try batch.decision(key.row).isEligible)
        case .reason: return .text(try batch.decision(key.row).reason.code)
        case .rate: return .decimal(try batch.decision(key.row).rate)
        case .none: return .null
        }
    }
}
