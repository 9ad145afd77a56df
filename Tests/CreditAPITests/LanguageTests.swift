import Credit
import Foundation
import Testing

@testable import CreditAPI

@Suite("Languages of the API")
struct LanguageTests {
    private func world() throws -> World { try World.shared.get() }

    @Test("the viewer's language answers where a field asks for none; an argument goes before it")
    func choice() throws {
        let world = try world()
        let query = """
            { viewer { locale } credits(period: {month: "2026-10"}) { by(dimension: REASON) {
              nodes { key label french: label(locale: "fr-CA") none: label(locale: "de") } } } }
            """
        for locale in TextLocale.allCases {
            let answer = try world.answer(query, locale: locale)
            #expect(answer["data", "viewer", "locale"].string == locale.tag)
            let groups = answer["data", "credits", "by", "nodes"].list
            #expect(!groups.isEmpty)
            for group in groups {
                let key = "label.reason.\(group["key"].string ?? "")"
                #expect(group["label"].string == TextCatalogue.of(locale).text(key))
                #expect(group["french"].string == TextCatalogue.french.text(key))
                #expect(group["none"].string == TextCatalogue.english.text(key))
            }
        }
    }

    @Test("explanations come in every language, with the same steps")
    func explanations() throws {
        let world = try world()
        let query = """
            query($l: Locale) { credits(period: {month: "2026-10"}) { lines(first: 20) { nodes {
              explanation(locale: $l) { summary steps { check passed text source } } } } } }
            """
        var texts: [Set<String>] = []
        var checks: [[String?]] = []
        for locale in TextLocale.allCases {
            let lines = try world.answer(query, #"{"l":"\#(locale.tag)"}"#)["data", "credits", "lines", "nodes"].list
            #expect(lines.count == 20)
            let steps = lines.flatMap { $0["explanation", "steps"].list }
            checks.append(steps.map { $0["check"].string })
            let all = steps.compactMap { $0["text"].string } + lines.compactMap { $0["explanation", "summary"].string }
            for text in all {
                #expect(!text.contains("{") && !text.contains("grant.") && !text.contains("product."), "\(text)")
            }
            texts.append(Set(all))
        }
        for other in 1..<checks.count {
            #expect(checks[other] == checks[0])
            #expect(texts[other].isDisjoint(with: texts[0]))
        }
    }

    @Test("what is missing is said in the language that is asked for")
    func missing() throws {
        let world = try World { !$0.hasPrefix("price-sheet") && !$0.contains("price") }
        let answer = try world.answer(
            """
            { credits(period: {month: "2026-10"}) { incomplete { kind text nl: text(locale: "nl") zh: text(locale: "zh") } } }
            """)
        let facts = answer["data", "credits", "incomplete"].list.filter { $0["kind"].string == "PRICE_SHEET" }
        #expect(!facts.isEmpty)
        for fact in facts {
            #expect(fact["text"].string?.hasPrefix("No consumption price sheet of market ") == true)
            #expect(fact["nl"].string?.contains("okt 2026") == true)
            #expect(fact["zh"].string?.contains("2026年10月") == true)
        }
    }

    @Test("the offers are compared aspect by aspect, in every language")
    func offers() throws {
        let world = try world()
        let query = "query($l: Locale) { azureOffers { kind features { code name(locale: $l) value(locale: $l) } } }"
        for locale in TextLocale.allCases {
            let offers = try world.answer(query, #"{"l":"\#(locale.tag)"}"#)["data", "azureOffers"].list
            #expect(offers.map { $0["kind"].string } == ["AZURE_PLAN", "LEGACY_MS_AZR_0145P"])
            for offer in offers {
                let features = offer["features"].list
                #expect(features.map { $0["code"].string } == OfferFeatureKey.codes)
                for feature in features {
                    #expect(feature["name"].string?.hasPrefix("offer.") == false)
                    #expect(feature["value"].string?.hasPrefix("offer.") == false)
                }
            }
            #expect(offers[0]["features"].description != offers[1]["features"].description)
        }
    }

    @Test("245 countries in their regions, five without a published currency")
    func regions() throws {
        let rows = try world().answer("{ salesRegions { country countryCode region billingCurrency } }")[
            "data", "salesRegions"
        ].list
        #expect(rows.count == 245)
        #expect(Set(rows.compactMap { $0["region"].string }).count == 15)
        #expect(rows.allSatisfy { $0["countryCode"].string?.count == 2 })
        #expect(rows.filter { $0["billingCurrency"].isNull }.count == 5)
        let korea = rows.first { $0["countryCode"].string == "KR" }
        #expect(korea?["region"].string == "Korea, Republic of" && korea?["billingCurrency"].string == "KRW")
    }

    @Test("the glossary gives terms in a language, and English ones where it has none")
    func glossary() throws {
        let world = try world()
        let answer = try world.answer(
            """
            { all: glossary { term } nl: glossary(locale: "nl", search: "AZURE-PLAN") { term english definition language }
              sv: glossary(locale: "sv", search: "attestation") { term language } none: glossary(search: "zzz") { term }
              zh: glossary(locale: "zh-CN", search: "(pec)") { term language } }
            """)
        #expect(answer["data", "all"].list.count == Glossary.terms(in: .english).count)
        #expect(answer["data", "all"].list.count > 50)
        #expect(answer["data", "nl", 0, "term"].string == "Azure-plan")
        #expect(answer["data", "nl", 0, "english"].string == "Azure plan")
        #expect(answer["data", "nl", 0, "language"].string == "nl")
        #expect(answer["data", "nl", 0, "definition"].string?.hasPrefix("Bovenste container") == true)
        // Found by its English name too.
        #expect(answer["data", "sv", 0, "term"].string == "intygande")
        #expect(answer["data", "sv", 0, "language"].string == "sv")
        #expect(answer["data", "none"].list.isEmpty)
        #expect(answer["data", "zh", 0, "term"].string == "合作伙伴赚取的返点")
    }

    @Test("the glossary has every term with its definition in five languages, and the catalogues use its words")
    func file() {
        let english = Glossary.terms(in: .english)
        for locale in TextLocale.allCases {
            let terms = Glossary.terms(in: locale)
            #expect(terms.count == english.count)
            for (term, other) in zip(terms, english) {
                #expect(term.locale == locale && !term.term.isEmpty, "\(locale.tag): \(term.english)")
                #expect(locale == .english || term.definition != other.definition, "\(locale.tag): \(term.english)")
            }
        }
        let wanted = ["partner earned credit (PEC)", "Azure plan", "billing partner"]
        for locale in TextLocale.allCases.dropFirst() {
            let all = TextCatalogue.of(locale).texts.values.joined(separator: "\n")
            for term in Glossary.terms(in: locale) where wanted.contains(term.english) {
                #expect(term.locale == locale && all.contains(term.term), "\(locale.tag): \(term.term)")
            }
        }
        #expect(Glossary.records("a,\"b,\"\"c\"\"\"\r\nd,\n") == [["a", "b,\"c\""], ["d", ""]])
    }
}
