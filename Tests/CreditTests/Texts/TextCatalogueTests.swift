import Testing

@testable import Credit

/// Every language has every text, with the same places for values.
@Suite("Text catalogues")
struct TextCatalogueTests {
    static let all = TextLocale.allCases.map { TextCatalogue.of($0) }

    @Test("no language lacks a text or has one too many", arguments: TextLocale.allCases)
    func keys(locale: TextLocale) {
        let texts = TextCatalogue.of(locale)
        #expect(texts.locale == locale)
        let (own, english) = (Set(texts.texts.keys), Set(TextCatalogue.english.texts.keys))
        #expect(own.subtracting(english).sorted() == [])
        #expect(english.subtracting(own).sorted() == [])
    }

    @Test("every text has the places of the English one, and every form of a count", arguments: TextLocale.allCases)
    func places(locale: TextLocale) throws {
        for (key, text) in TextCatalogue.of(locale).texts {
            let template = try #require(TextTemplate(text), "\(key): \(text)")
            let english = try #require(TextCatalogue.english.texts[key].flatMap { TextTemplate($0) }, "\(key)")
            #expect(template.names == english.names, "\(key): \(text)")
            for plural in template.plurals {
                #expect(plural.forms.isSuperset(of: locale.pluralCategories), "\(key): \(plural.name)")
            }
            #expect(!text.isEmpty && text.first != " " && text.last != " ", "\(key)")
        }
    }

    @Test("no text of another language was left in English", arguments: TextLocale.allCases.dropFirst())
    func translated(locale: TextLocale) {
        // Words that are the same in both languages.
        let same: Set = [
            "label.reason.RESERVATION", "label.none.RESELLER", "label.reason.MARKETPLACE", "label.kind.ADVISOR",
            "offer.CONTAINER",
        ]
        for (key, text) in TextCatalogue.of(locale).texts where !same.contains(key) {
            #expect(text != TextCatalogue.english.texts[key], "\(key)")
        }
    }

    @Test("every reason has its sentences and its label")
    func reasons() {
        for reason in CreditReason.allCases {
            #expect(TextCatalogue.english.has("summary.\(reason.code)"))
            #expect(TextCatalogue.english.has("label.reason.\(reason.code)"))
            switch reason.stage {
            case .product:
                #expect(TextCatalogue.english.has("product.\(reason.code).passed"))
                #expect(TextCatalogue.english.has("product.\(reason.code).failed"))
            case .access where reason.rawValue >= CreditReason.accessNotYetGranted.rawValue:
                #expect(TextCatalogue.english.has("day.\(reason.code)"))
            case .access where reason != .noAccess: #expect(TextCatalogue.english.has("grant.\(reason.code)"))
            default: break
            }
        }
        for path in AccessPath.allCases { #expect(TextCatalogue.english.has("label.path.\(path.code)")) }
        for kind in PartnerKind.allCases { #expect(TextCatalogue.english.has("label.kind.\(kind.code)")) }
        for role in PartnerRole.allCases { #expect(TextCatalogue.english.has("label.role.\(role.code)")) }
    }

    @Test("the words are those of the glossary")
    func terms() {
        let words: [(TextLocale, [String])] = [
            (
                .dutch,
                ["partnertegoed", "Azure-plan", "prijslijst", "factureringspartner", "Microsoft-klantovereenkomst"]
            ),
            (.swedish, ["partnerintjänad kredit", "Azure-plan", "prislista", "faktureringspartner", "renumeration"]),
            (.chinese, ["合作伙伴赚取的返点", "Azure 计划", "价目表", "计费合作伙伴", "订阅", "全局管理员"]),
            (.french, ["crédit Partenaires", "plan Azure", "tarifs", "partenaire de facturation", "abonnement"]),
        ]
        for (locale, terms) in words {
            let all = TextCatalogue.of(locale).texts.values.joined(separator: "\n")
            for term in terms { #expect(all.contains(term), "\(locale.tag): \(term)") }
        }
    }

    @Test("values are written as the language writes them")
    func values() throws {
        let day = try Day(parsing: "2026-10-31")
        let text = ExplanationText(
            "summary.OK_ELIGIBLE", ["day": .day(day), "rate": .percent(try ExactDecimal(parsing: "12.50"))])
        #expect(
            Self.all.map { $0.render(text) } == [
                "The line of Oct 31, 2026 earns 12.5% partner earned credit.",
                "De regel van 31 okt 2026 levert 12,5% partnertegoed op.",
                "Raden för den 31 okt. 2026 ger 12,5\u{A0}% partnerintjänad kredit.",
                "2026年10月31日 的明细行产生 12.5% 的合作伙伴赚取的返点。",
                "La ligne du 31 oct. 2026 rapporte 12,5\u{202F}% de crédit Partenaires.",
            ])
        let product = ExplanationText(
            "formula.PRODUCT",
            [
                "price": .decimal(try ExactDecimal(parsing: "-1234567.00089")),
                "quantity": .decimal(ExactDecimal(1000)),
                "total": .decimal(ExactDecimal(999)),
            ])
        #expect(
            Self.all.map { $0.render(product) } == [
                "Price -1,234,567.00089 × quantity 1,000 = 999, exactly.",
                "Prijs -1.234.567,00089 × hoeveelheid 1.000 = 999, exact.",
                "Pris \u{2212}1\u{A0}234\u{A0}567,00089 × mängd 1\u{A0}000 = 999, exakt.",
                "价格 -1,234,567.00089 × 数量 1,000 = 999，精确值。",
                "Prix -1\u{202F}234\u{202F}567,00089 × quantité 1\u{202F}000 = 999, exactement.",
            ])
        let interval = ExplanationText(
            "day.ACCESS_NOT_FULL_DAY",
            [
                "day": .day(day),
                "interval": .interval(
                    Interval(from: try Instant(parsing: "2026-10-31T09:30:05Z"), until: day.advanced(by: 2).start)),
            ])
        #expect(
            Self.all.map { $0.render(interval) }[0] == """
                Access held for a part of Oct 31, 2026 only (from Oct 31, 2026, 09:30:05 UTC until Nov 2, 2026, 00:00 UTC); \
                it must hold all day.
                """)
        #expect(Self.all.map { $0.render(interval) }[4].contains("du 31 oct. 2026, 09:30:05 UTC au 2 nov. 2026, 00:00"))
        #expect(TextLocale.chinese.month(day.month) == "2026年10月" && TextLocale.dutch.month(day.month) == "okt 2026")
    }

    @Test("counts take the form of the language")
    func counts() throws {
        func render(_ locale: TextLocale, _ count: Int) throws -> String {
            TextCatalogue.of(locale).render(
                ExplanationText(
                    "day.coveredTogether",
                    ["count": .count(count), "day": .day(try Day(parsing: "2026-10-31"))]))
        }
        #expect(try render(.english, 1) == "The role left no gap on Oct 31, 2026.")
        #expect(try render(.english, 2) == "Together the 2 roles left no gap on Oct 31, 2026.")
        #expect(try render(.dutch, 1200) == "Samen lieten de 1.200 rollen op 31 okt 2026 geen gat.")
        #expect(try render(.swedish, 3) == "De 3 rollerna tillsammans lämnade ingen lucka den 31 okt. 2026.")
        #expect(try render(.chinese, 1) == "1 个角色合在一起在 2026年10月31日 没有间断。")
        #expect(try render(.french, 0) == "Le rôle n'a laissé aucun vide le 31 oct. 2026.")
        let forms: [(TextLocale, [Int: PluralCategory])] = [
            (.english, [0: .other, 1: .one, 2: .other, 21: .other]), (.dutch, [0: .other, 1: .one, 101: .other]),
            (.swedish, [1: .one, 11: .other]), (.chinese, [0: .other, 1: .other, 7: .other]),
            (.french, [0: .one, 1: .one, 2: .other, 1_000_000: .many, 1_000_001: .other, 3_000_000: .many]),
        ]
        for (locale, table) in forms {
            for (count, form) in table { #expect(locale.plural(of: count) == form, "\(locale.tag) \(count)") }
        }
    }

    @Test(
        "a text with wrong braces is no template",
        arguments: [
            "{", "}", "{}", "{a", "a}", "{a, plural}", "{a, plural, one {x}}", "{a, plural, few {x} other {y}}",
            "{a, select, other {x}}", "{a, plural, other {x}",
        ])
    func broken(text: String) { #expect(TextTemplate(text) == nil) }

    @Test("a missing text shows as its key, a missing value as its place")
    func missing() {
        #expect(TextCatalogue.english.render(ExplanationText("no.such.text")) == "no.such.text")
        #expect(TextCatalogue.english.render(ExplanationText("formula.RECON_CREDIT.net")) == "Together {net}.")
    }
}
