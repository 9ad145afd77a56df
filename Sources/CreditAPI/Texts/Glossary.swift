import CSchemaText
import Credit

/// A word of the field in one language.
struct Term: Sendable, Hashable {
    let term: String
    let english: String
    /// In English.
    let definition: String
    /// Of `term`.
    let locale: TextLocale
}

/// The words of the field, as `Texts/terms.csv` lists them.
enum Glossary {
    private struct Row {
        /// By the raw value of the language; empty where there is no translation.
        let terms: [String]
        let definition: String
    }

    private static let rows: [Row] = {
        let file = unsafe schema_text_terms()
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: file.text, count: file.length))
        // term_en, term_nl, term_sv, term_zh, term_fr, definition: the languages in the order of their raw values.
        return records(String(decoding: bytes, as: UTF8.self)).dropFirst().compactMap { fields in
            fields.count == 6 ? Row(terms: Array(fields.prefix(5)), definition: fields[5]) : nil
        }
    }()

    /// The terms in a language, in the order of the file.
    /// - Parameter search: part of the term, of the English term or of the definition, in any case; nil: all.
    static func terms(in locale: TextLocale, matching search: String? = nil) -> [Term] {
        let wanted = search?.lowercased() ?? ""
        return rows.compactMap { row in
            let own = row.terms[Int(locale.rawValue)]
            let term = Term(
                term: own.isEmpty ? row.terms[0] : own, english: row.terms[0], definition: row.definition,
                locale: own.isEmpty ? .english : locale)
            let isFound =
                wanted.isEmpty
                || [term.term, term.english, term.definition].contains { $0.lowercased().contains(wanted) }
            return isFound ? term : nil
        }
    }

    /// The records of a small CSV text; quotes as in RFC 4180.
    static func records(_ text: String) -> [[String]] {
        var records: [[String]] = []
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var rest = text[...]
        while let character = rest.popFirst() {
            if isQuoted {
                if character != "\"" {
                    field.append(character)
                } else if rest.first == "\"" {
                    field.append("\"")
                    rest.removeFirst()
                } else {
                    isQuoted = false
                }
                continue
            }
            switch character {
            case "\"": isQuoted = true
            case ",":
                fields.append(field)
                field = ""
            case "\n", "\r\n":
                fields.append(field)
                records.append(fields)
                (fields, field) = ([], "")
            default: field.append(character)
            }
        }
        if !field.isEmpty || !fields.isEmpty { records.append(fields + [field]) }
        return records
    }
}
