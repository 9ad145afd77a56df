/// A place in Azure's tree to which a role or a deny assignment is bound.
///
/// Ids are compared without regard to case and by path segment: `/resourceGroups/app` does not cover
/// `/resourceGroups/app2`.
/// - Source: pec.md section 7.
package struct Scope: Sendable, Hashable, CustomStringConvertible {
    package enum Level: Sendable, Hashable {
        /// The whole tenant: `/`.
        case root
        /// The group's name in lower case.
        case managementGroup(String)
        case subscription(GUID)
        /// A resource group, a resource or what is under it.
        case inside(GUID)
        /// Nothing that this program knows; it covers only paths that begin with it.
        case other
    }

    /// The path as it was written.
    package let text: String
    package let level: Level
    /// Lower case, without a slash at the end.
    let folded: [UInt8]

    package init(_ text: String) {
        self.text = text
        var bytes = text.utf8.map(Self.fold)
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        if let first = bytes.first, first != UInt8(ascii: "/") { bytes.insert(UInt8(ascii: "/"), at: 0) }
        folded = bytes
        level = Self.level(of: bytes)
    }

    /// The Azure subscription that the scope lies in or is.
    package var subscription: GUID? {
        switch level {
        case .subscription(let id), .inside(let id): id
        default: nil
        }
    }

    /// Whether the scope is a subscription or above it.
    package var isSubscriptionOrAbove: Bool {
        switch level {
        case .root, .managementGroup, .subscription: true
        case .inside, .other: false
        }
    }

    /// Whether a path equals the scope or lies under it; management groups are not resolved here.
    package func covers(path: Span<UInt8>) -> Bool {
        guard path.count >= folded.count else { return false }
        for index in 0..<folded.count where Self.fold(path[index]) != folded[index] { return false }
        return path.count == folded.count || path[folded.count] == UInt8(ascii: "/")
    }

    package func covers(path: String) -> Bool {
        let utf8 = path.utf8
        return covers(path: utf8.span)
    }

    package var description: String { text }

    /// The subscription named by a resource's path.
    package static func subscription(ofPath path: Span<UInt8>) -> GUID? {
        let prefix: StaticString = "/subscriptions/"
        let length = prefix.utf8CodeUnitCount
        guard path.count >= length + 36 else { return nil }
        for (index, byte) in "\(prefix)".utf8.enumerated() where fold(path[index]) != byte { return nil }
        guard path.count == length + 36 || path[length + 36] == UInt8(ascii: "/") else { return nil }
        return GUID(parsing: path.extracting(length..<length + 36))
    }

    /// The path of a usage line: its resource; else its resource group; else its subscription.
    package static func path(subscription: GUID?, resourceGroup: String?, resource: String?) -> String {
        if let resource, !resource.isEmpty { return resource }
        guard let subscription else { return "" }
        if let resourceGroup, !resourceGroup.isEmpty {
            return "/subscriptions/\(subscription)/resourceGroups/\(resourceGroup)"
        }
        return "/subscriptions/\(subscription)"
    }

    static func fold(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }

    private static func level(of folded: [UInt8]) -> Level {
        if folded.isEmpty { return .root }
        let path = folded.span
        if let id = subscription(ofPath: path) {
            return path.count == "/subscriptions/".utf8.count + 36 ? .subscription(id) : .inside(id)
        }
        let prefix = "/providers/microsoft.management/managementgroups/".utf8
        if folded.starts(with: prefix) {
            let name = folded[prefix.count...]
            if !name.isEmpty && !name.contains(UInt8(ascii: "/")) {
                return .managementGroup(String(decoding: name, as: UTF8.self))
            }
        }
        return .other
    }
}
