import Testing

@testable import Credit

@Suite("Choice of a language")
struct TextLocaleTests {
    @Test(
        "a tag is answered in its language",
        arguments: [
            ("en", .english), ("EN-us", .english), ("nl", .dutch), ("nl-BE", .dutch), ("sv-FI", .swedish),
            ("fr-CA", .french), ("zh", .chinese), ("zh-CN", .chinese), ("zh-Hans", .chinese),
            ("zh-Hans-HK", .chinese), ("zh-SG", .chinese), ("zh-TW", nil), ("zh-Hant", nil), ("zh-Hant-HK", nil),
            ("de", nil), ("", nil), ("-", nil), ("english", nil), ("enx", nil),
        ] as [(String, TextLocale?)])
    func tags(tag: String, locale: TextLocale?) { #expect(TextLocale(tag: tag) == locale) }

    @Test("every language answers to its own tag")
    func own() { for locale in TextLocale.allCases { #expect(TextLocale(tag: locale.tag) == locale) } }

    @Test(
        "Accept-Language chooses by weight, then by order",
        arguments: [
            ("nl", .dutch), ("de, nl;q=0.5", .dutch), ("fr;q=0.8, nl;q=0.9, en;q=0.1", .dutch),
            ("fr, nl", .french), ("nl;q=0.5,fr;q=0.5", .dutch), ("sv;q=0, en;q=0.1", .english),
            ("fr;q=0", nil), ("*", .english), ("de, *;q=0.1", .english), ("en;q=0, *;q=0.5", .dutch),
            ("fr;q=0.2, *;q=0.1", .french), ("  zh-Hans-CN ; q=1.000 ,en", .chinese),
            ("zh-TW,zh;q=0.9,en;q=0.8", .chinese),
            ("nl;q=2, fr", .french), ("nl;q=x, fr;q=0.1", .french), ("nl;q=, fr", .french), ("nl;level=1", nil),
            ("nl;q=0.1234, sv;q=0.1", .swedish), ("", nil), (",,,", nil), (";q=1", nil), ("nl;Q=0.7, fr;q=0.6", .dutch),
            ("en-GB,en;q=0.9,nl;q=0.8", .english),
        ] as [(String, TextLocale?)])
    func negotiation(header: String, locale: TextLocale?) {
        let bytes = Array(header.utf8)
        #expect(TextLocale.negotiate(bytes.span) == locale)
    }

    @Test("rubbish in the header chooses nothing and ends")
    func rubbish() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("nlfrsvzhen-;,q=.0159 *\t\u{e9}".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in generator.pick(alphabet) }
            _ = TextLocale.negotiate(bytes.span)
        }
    }
}
