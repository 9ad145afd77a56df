/// A sentence with places for values: `{name}`, and `{name, plural, one {# role} other {# roles}}`, where `#` stands for
/// the number. The form is that of ICU messages, without quoting: an apostrophe is an apostrophe.
package struct TextTemplate: Sendable, Hashable {
    package indirect enum Part: Sendable, Hashable {
        case text(String)
        case value(String)
        case plural(String, [PluralCategory: [Part]])
        /// `#` within a plural.
        case number
    }

    package let parts: [Part]

    /// Nil for a text whose braces do not fit.
    package init?(_ text: String) {
        var scanner = Scanner(rest: text[...])
        guard let parts = scanner.parts(inPlural: false), scanner.rest.isEmpty else { return nil }
        self.parts = parts
    }

    /// The names of its places.
    package var names: Set<String> { Self.names(parts) }

    /// The plurals in it: their names with the forms that are there.
    package var plurals: [(name: String, forms: Set<PluralCategory>)] {
        parts.compactMap { if case .plural(let name, let forms) = $0 { (name, Set(forms.keys)) } else { nil } }
    }

    private static func names(_ parts: [Part]) -> Set<String> {
        parts.reduce(into: []) { names, part in
            switch part {
            case .text, .number: break
            case .value(let name): names.insert(name)
            case .plural(let name, let forms):
                names.insert(name)
                for form in forms.values { names.formUnion(Self.names(form)) }
            }
        }
    }

    private struct Scanner {
        var rest: Substring

        mutating func parts(inPlural: Bool) -> [Part]? {
            var parts: [Part] = []
            var text = ""
            func flush(_ parts: inout [Part]) {
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
            }
            while let character = rest.first {
                switch character {
                case "}":
                    if !inPlural { return nil }
                    flush(&parts)
                    return parts
                case "{":
                    flush(&parts)
                    rest.removeFirst()
                    guard let place = place() else { return nil }
                    parts.append(place)
                case "#" where inPlural:
                    flush(&parts)
                    rest.removeFirst()
                    parts.append(.number)
                default:
                    text.append(character)
                    rest.removeFirst()
                }
            }
            flush(&parts)
            return inPlural ? nil : parts
        }

        private mutating func place() -> Part? {
            guard let name = word() else { return nil }
            if take("}") { return .value(name) }
            guard take(","), word() == "plural", take(",") else { return nil }
            var forms: [PluralCategory: [Part]] = [:]
            while !take("}") {
                guard let form = word().flatMap({ PluralCategory(rawValue: $0) }), take("{"),
                    let parts = parts(inPlural: true), take("}")
                else { return nil }
                forms[form] = parts
            }
            return forms[.other] == nil ? nil : .plural(name, forms)
        }

        private mutating func word() -> String? {
            skipBlanks()
            let word = rest.prefix { $0.isLetter || $0.isNumber }
            rest = rest[word.endIndex...]
            skipBlanks()
            return word.isEmpty ? nil : String(word)
        }

        private mutating func take(_ character: Character) -> Bool {
            skipBlanks()
            guard rest.first == character else { return false }
            rest.removeFirst()
            // What follows the end of a place belongs to the text.
            if character != "}" && character != "{" { skipBlanks() }
            return true
        }

        private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }
    }
}
