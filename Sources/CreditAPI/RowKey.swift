import Catalogue
import GraphQLExecution

/// A row of a table of the snapshot; `Table` keeps the rows of different tables apart.
struct RowKey<Table>: Sendable, Hashable {
    let row: Int32

    init(_ row: Int32) { self.row = row }

    var index: Int { Int(row) }

    /// Nil for −1, with which tables say that there is none.
    init?(known row: Int32) {
        if row < 0 { return nil }
        self.row = row
    }
}

/// Names for tables that have no type of their own.
enum ProgramAgreements {}
enum CustomerAgreements {}
enum Contacts {}
enum PriceLists {}

typealias PartnerKey = RowKey<PartnerTable>
typealias ProgramAgreementKey = RowKey<ProgramAgreements>
typealias CustomerKey = RowKey<CustomerTable>
/// The agreement of the customer of that row.
typealias CustomerAgreementKey = RowKey<CustomerAgreements>
/// The person who accepted the agreement of the customer of that row.
typealias ContactKey = RowKey<Contacts>
typealias AzurePlanKey = RowKey<PlanTable>
typealias SubscriptionKey = RowKey<SubscriptionTable>
typealias GrantKey = RowKey<GrantTable>
typealias LinkKey = RowKey<LinkTable>
typealias RoleKey = RowKey<RoleTable>
typealias PriceListKey = RowKey<PriceLists>
typealias PriceKey = RowKey<PriceTable>
typealias DenyKey = RowKey<DenyTable>
typealias ServiceKey = RowKey<ServiceTable>
typealias ImportKey = RowKey<ImportTable>

/// An object type of the schema and who answers its fields.
typealias Object<Key: Sendable> = ObjectBinding<RequestContext, Key>
