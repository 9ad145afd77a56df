import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import Testing

@testable import CreditAPI

@Suite("The served schema")
struct ServedSchemaTests {
    @Test("every field is bound") func bound() throws {
        _ = try ServedSchema.binding(try ServedSchema.schema())
    }
}
