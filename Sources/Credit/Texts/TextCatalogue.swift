/// The sentences of one language by key.
package struct TextCatalogue: Sendable {
    package let locale: TextLocale
    /// As they are written; a key or a template that is wrong shows as itself, and a test finds it.
    package let texts: [String: String]
    private let templates: [String: TextTemplate]

    package init(_ locale: TextLocale, _ texts: [String: String]) {
        self.locale = locale
        self.texts = texts
        templates = texts.compactMapValues { TextTemplate($0) }
    }

    /// The catalogue of a language.
    package static func of(_ locale: TextLocale) -> TextCatalogue {
        switch locale {
        case .english: english
        case .dutch: dutch
        case .swedish: swedish
        case .chinese: chinese
        case .french: french
        }
    }

    /// The sentence with its values; the bare key where the language has none.
    package func render(_ text: ExplanationText) -> String {
        guard let template = templates[text.key] else { return text.key }
        var result = ""
        write(template.parts, text.arguments, number: nil, into: &result)
        return result
    }

    /// A text without values.
    package func text(_ key: String) -> String { texts[key] ?? key }

    /// Whether there is a text of that key.
    package func has(_ key: String) -> Bool { templates[key] != nil }

    private func write(
        _ parts: [TextTemplate.Part], _ arguments: [ExplanationText.Named], number: Int?, into result: inout String
    ) {
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .number: result += number.map { locale.number($0) } ?? "#"
            case .value(let name):
                result += arguments.first { $0.name == name }.map { render($0.value) } ?? "{\(name)}"
            case .plural(let name, let forms):
                guard case .count(let count)? = arguments.first(where: { $0.name == name })?.value else {
                    result += "{\(name)}"
                    continue
                }
                let form = forms[locale.plural(of: count)] ?? forms[.other] ?? []
                write(form, arguments, number: count, into: &result)
            }
        }
    }

    private func render(_ argument: ExplanationText.Argument) -> String {
        switch argument {
        case .text(let text): text
        case .label(let key): text(key)
        case .labels(let keys): keys.map { text($0) }.joined(separator: locale.listMark)
        case .decimal(let value): locale.number(value.description)
        case .wide(let value): locale.number(value.description)
        case .percent(let value): locale.percent(value)
        case .count(let count): locale.number(count)
        case .day(let day): locale.day(day)
        case .month(let month): locale.month(month)
        case .instant(let instant): locale.instant(instant)
        case .interval(let interval):
            render(
                ExplanationText(
                    interval.until == nil ? "interval.open" : "interval.closed",
                    ["from": .instant(interval.from), "until": .instant(interval.until ?? .distantFuture)]))
        }
    }
}
