package import Credit

/// The types whose objects have an id of their own; raw values are part of ids that clients keep.
package enum NodeType: String, Sendable, Hashable, CaseIterable {
    case partner = "Partner"
    case programAgreement = "ProgramAgreement"
    case customer = "Customer"
    case azurePlan = "AzurePlan"
    case subscription = "Subscription"
    case accessGrant = "AccessGrant"
    case partnerIDLink = "PartnerIdLink"
    case denyAssignment = "DenyAssignment"
    case managedService = "ManagedService"
    case azureRole = "AzureRole"
    case priceItem = "PriceItem"
    case usageLine = "UsageLine"
    case creditLine = "CreditLine"
    case importedFile = "Import"
    case auditRecord = "AuditRecord"
}

/// The id of an object in answers: base64url of `Type:key` without padding. Opaque to clients, the same in every answer.
package struct GlobalID: Sendable, Hashable {
    package let type: NodeType
    package let key: String

    package init(_ type: NodeType, _ key: String) {
        self.type = type
        self.key = key
    }

    /// Reads an id of ours; nil for anything else.
    package init?(_ text: String) {
        guard text.utf8.count <= 2_048, let bytes = Base64URL.decode(text.utf8),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let name = String(validating: bytes[..<colon], as: UTF8.self), let type = NodeType(rawValue: name),
            let key = String(validating: bytes[(colon + 1)...], as: UTF8.self)
        else { return nil }
        self.type = type
        self.key = key
    }

    /// Appends the id's text.
    package func write(into bytes: inout [UInt8]) { Base64URL.encode("\(type.rawValue):\(key)".utf8, into: &bytes) }

    package var text: String {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The key as a GUID, for types that have one.
    package var guid: GUID? { GUID(key) }

    /// The key as `import.line`, for objects that are lines of files.
    package var line: (importID: Int64, line: Int)? {
        let parts = key.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let importID = Int64(parts[0]), let line = Int(parts[1]), importID > 0, line > 0
        else { return nil }
        return (importID, line)
    }

    /// The key of a usage line: `import.line.subscription`, the last the first eight hexadecimal digits of the id of the
    /// line's subscription, which make it quick to find. Ids without it are understood too.
    package var usageLine: (importID: Int64, line: Int, subscriptionPrefix: UInt32?)? {
        guard let end = key.lastIndex(of: "."), key.split(separator: ".").count == 3 else {
            return line.map { ($0.importID, $0.line, nil) }
        }
        let digits = key[key.index(after: end)...]
        guard let line = GlobalID(type, String(key[..<end])).line, digits.utf8.count == 8,
            let prefix = UInt32(digits, radix: 16)
        else { return nil }
        return (line.importID, line.line, prefix)
    }

    /// The id of a usage line or of its decision.
    package init(_ type: NodeType, importID: Int64, line: Int, subscription: GUID) {
        let digits = String(subscription.prefix, radix: 16)
        self.init(
            type, "\(importID).\(line)." + String(repeating: "0", count: 8 - digits.utf8.count) + digits)
    }
}
