import Credit
import Foundation
import Store
import StoreSQLite

/// A folder that goes away with the test.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "creditgraph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }
}

/// Records to begin with.
enum Sample {
    /// 2026-11-01T00:00:00Z.
    static let now = Instant(microseconds: 1_793_491_200_000_000)
    static let guid = GUID(high: 0x196e_2273_9651_43a3, low: 0xba7e_7cbc_d918_fc40)

    static func importRecord(_ kind: ImportKind = .customers, asOf: Instant = now, byte: UInt8 = 1) -> ImportRecord {
        ImportRecord(
            id: 0, setID: 0, kind: kind, name: "a.json", sha256: [UInt8](repeating: byte, count: 32), state: .done,
            startedAt: now, finishedAt: now, rows: 1, rejected: 0, bytes: 10, asOf: asOf, scopes: [])
    }

    static func customer(_ importID: Int64, name: String) -> CustomerRecord {
        CustomerRecord(
            origin: FactOrigin(importID: importID, line: 1), tenantID: guid, name: name, domain: nil,
            country: CountryCode("NL"), createdAt: nil, commerceID: nil, relationship: nil, associatedPartnerID: nil,
            allowsDelegatedAccess: true, tags: ["a", "b"])
    }
}
