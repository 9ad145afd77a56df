/// The sentences of one language by key, with `{name}` where a value goes.
package struct TextCatalogue: Sendable {
    /// A BCP 47 tag.
    package let locale: String
    package let texts: [String: String]

    package init(locale: String, texts: [String: String]) {
        self.locale = locale
        self.texts = texts
    }

    /// The sentence with its values; the bare key where the language has none, which a test finds.
    package func render(_ text: ExplanationText) -> String {
        guard let template = texts[text.key] else { return text.key }
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = rest[rest.index(after: open)..<close]
            result += text.arguments.first { $0.name == name }.map { render($0.value) } ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func render(_ argument: ExplanationText.Argument) -> String {
        switch argument {
        case .text(let text): text
        case .decimal(let value): value.description
        case .wide(let value): value.description
        case .percent(let value): value.description + " %"
        case .count(let count): String(count)
        case .day(let day): day.description
        case .instant(let instant): instant.description
        case .interval(let interval):
            (texts[interval.until == nil ? "interval.open" : "interval.closed"] ?? "{from} – {until}")
                .replacing("{from}", with: interval.from.description)
                .replacing("{until}", with: interval.until?.description ?? "")
        }
    }
}

extension String {
    /// Replaces every occurrence; the standard library's own form lives in another module.
    fileprivate func replacing(_ needle: String, with text: String) -> String {
        var result = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(needle) {
                result += text
                rest = rest.dropFirst(needle.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
