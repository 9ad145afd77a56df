import Credit
import CreditLedger
import Store

/// What the columns are held against: line by line, with none of their code.
enum WorldReference {
    /// Whether a line passes a filter; `search` apart.
    static func matches(_ filter: LineFilter, _ line: WorldLine, _ decision: LineDecision, _ agrees: Bool) -> Bool {
        let entitlement = line[.entitlementID].isEmpty ? line[.subscriptionID] : line[.entitlementID]
        if let wanted = filter.customers, !wanted.contains(LineKey.id(Array(line[.customerID].utf8))) { return false }
        if let wanted = filter.subscriptions, !wanted.contains(LineKey.id(Array(entitlement.utf8))) { return false }
        if let wanted = filter.plans, !wanted.contains(LineKey.id(Array(line[.subscriptionID].utf8))) { return false }
        if let wanted = filter.resourceGroup, wanted.lowercased() != line[.resourceGroup].lowercased() { return false }
        if let wanted = filter.meterCategories, !wanted.contains(line[.meterCategory]) { return false }
        if let wanted = filter.productID, wanted != line[.productID] { return false }
        if let wanted = filter.meterName, wanted != line[.meterName] { return false }
        if let tag = filter.tag {
            guard tag.name.lowercased() == "env", !line[.tags].isEmpty else { return false }
            if let value = tag.value, !line[.tags].contains("\"\(value)\"") { return false }
        }
        if let wanted = filter.importID, wanted != line.importID { return false }
        if let wanted = filter.isEligible, wanted != decision.isEligible { return false }
        if let wanted = filter.reasons, !wanted.contains(decision.reason) { return false }
        if let wanted = filter.agrees, wanted != agrees { return false }
        return true
    }
}
