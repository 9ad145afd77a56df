import CSchemaText
import Credit
import GraphQLExecution

/// A country in its sales region.
/// - Source: regional-authorization-overview.md, state 2023-08-17 (model.md section 12); the codes are ISO 3166's, and XK,
///   which is in use for Kosovo.
struct SalesRegionRow: Sendable, Hashable {
    let country: String
    let code: CountryCode?
    let region: String
    /// Empty where the page has none.
    let currency: String

    static let all: [SalesRegionRow] = {
        let file = unsafe schema_text_regions()
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: file.text, count: file.length))
        return Glossary.records(String(decoding: bytes, as: UTF8.self)).dropFirst().compactMap { fields in
            guard fields.count == 4 else { return nil }
            return SalesRegionRow(
                country: fields[1], code: CountryCode(fields[2]), region: fields[0], currency: fields[3])
        }
    }()
}

enum SalesRegionFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<SalesRegionRow>("SalesRegion", key: SalesRegionRow.self) {
            Text("country") { row, _ in row.country }
            Text("countryCode") { row, _ -> String? in row.code?.description }
            Text("region") { row, _ in row.region }
            Text("billingCurrency") { row, _ -> String? in row.currency.isEmpty ? nil : row.currency }
        }
    }
}
