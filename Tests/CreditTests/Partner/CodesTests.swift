import Testing

@testable import Credit

@Suite("Ids and codes")
struct CodesTests {
    @Test("ids are read in any case and printed lower-case")
    func guids() throws {
        let id = try #require(GUID("8E3AF657-a8ff-443c-A75C-2fe8c4bcb635"))
        #expect(id.description == "8e3af657-a8ff-443c-a75c-2fe8c4bcb635")
        #expect(GUID("8e3af657a8ff443ca75c2fe8c4bcb635") == nil)
        #expect(GUID("8e3af657-a8ff-443c-a75c-2fe8c4bcb63g") == nil)
        #expect(GUID("") == nil)
    }

    @Test("currencies and countries are letters, printed upper-case")
    func codes() throws {
        #expect(CurrencyCode("eur")?.description == "EUR")
        #expect(CurrencyCode("usd") == .usd)
        #expect(CurrencyCode("EU") == nil)
        #expect(CurrencyCode("E1R") == nil)
        #expect(CurrencyCode("E\u{15}R") == nil)
        #expect(CountryCode("nl")?.description == "NL")
        #expect(CountryCode("N1") == nil)
        #expect(CountryCode(packed: CountryCode("SE")?.packed ?? 0)?.description == "SE")
        #expect(CurrencyCode(packed: 0) == nil)
    }

    @Test("every name of an enumeration leads back to it")
    func names() {
        for value in CreditReason.allCases { #expect(CreditReason(code: value.code) == value) }
        for value in PartnerKind.allCases { #expect(PartnerKind(code: value.code) == value) }
        for value in PartnerRole.allCases { #expect(PartnerRole(code: value.code) == value) }
        for value in AccessPath.allCases { #expect(AccessPath(code: value.code) == value) }
        for value in Activation.allCases { #expect(Activation(code: value.code) == value) }
        for value in HolderKind.allCases { #expect(HolderKind(code: value.code) == value) }
        #expect(CreditReason.allCases.count == 26)
        #expect(CreditReason.azureCreditApplied.stage == .azureCredit)
        #expect(CreditReason.notInPriceList.stage == .product)
        #expect(CreditReason.noAccess.stage == .access)
        #expect(CreditReason.okEligible.stage == nil)
    }
}
