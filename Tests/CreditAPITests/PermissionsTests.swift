import Credit
import GraphQLLanguage
import GraphQLType
import Testing

@testable import CreditAPI

@Suite("Permissions")
struct PermissionsTests {
    /// The roles of each `@requires` of the schema, by `Type.field`.
    private func required() throws -> [String: [String]] {
        var found: [String: [String]] = [:]
        for type in try ServedSchema.schema().types {
            for field in type.fields {
                for directive in field.directives where directive.name.text == "requires" {
                    guard case .list(let roles)? = directive.arguments.first?.value.kind else { continue }
                    found["\(type.name).\(field.name)"] = roles.compactMap { role in
                        if case .enumeration(let name) = role.kind { name } else { nil }
                    }
                }
            }
        }
        return found
    }

    @Test("@requires says what the permission table says, field by field, and nothing else")
    func agree() throws {
        let required = try required()
        for (field, roles) in required {
            #expect(roles == Permissions.roles(of: field)?.map(\.code), "\(field)")
        }
        #expect(Set(Permissions.table.keys).subtracting(required.keys).sorted() == [])
    }

    @Test("every mutation is in the table")
    func mutations() throws {
        let fields = try #require(try ServedSchema.schema().type("Mutation")).fields
        for field in fields { #expect(Permissions.table["Mutation.\(field.name)"] != nil, "\(field.name)") }
    }

    @Test(
        "the rows are those of the pages",
        arguments: [
            (PartnerFunction.credit, "GUABS"), (.startAzurePlan, "AS"), (.buyAzurePlan, "GUS"), (.priceList, "GUABSH"),
            (.priceAPI, "GAS"), (.billing, "GAB"), (.reconciliation, "GB"), (.dailyUsage, "ABSH"),
            (.manageSubscriptions, "A"), (.moveToAzurePlan, "GUABSH"), (.attest, "AS"),
        ])
    func rows(function: PartnerFunction, letters: String) {
        let names: [PartnerRole: Character] = [
            .globalAdmin: "G", .userManagementAdmin: "U", .adminAgent: "A", .billingAdmin: "B", .salesAgent: "S",
            .helpdeskAgent: "H",
        ]
        #expect(String(PartnerRole.allCases.filter(function.roles.contains).compactMap { names[$0] }) == letters)
        #expect(PartnerFunction.all.contains(function))
    }
}
