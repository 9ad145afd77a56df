import Catalogue
import Credit
import GraphQLExecution

enum ViewerFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<Viewer>("Viewer", key: Viewer.self) {
            Text("name") { viewer, _ -> String? in viewer.name }
            Texts("roles") { viewer, _ in viewer.roles.sorted { $0.rawValue < $1.rawValue }.map(\.code) }
            Flag("mfa") { viewer, _ in viewer.hasMFA }
            Text("locale") { _, context in context.locale.tag }
            Text("scope") { viewer, _ in viewer.seesAll ? "PARTNER" : "CUSTOMERS" }
            Many("customers", mayBeNull: true) { level in
                var lists = Lists<CustomerKey>(parents: level.keys.count)
                for viewer in level.keys {
                    if viewer.seesAll || !viewer.hasRole {
                        lists.appendNull()
                        continue
                    }
                    let all = 0..<Int32(level.context.snapshot.customers.count)
                    lists.append(all.filter { level.context.sees($0) }.map { CustomerKey($0) })
                }
                return lists
            }
        }
    }
}
