import CSchemaText
import Credit

/// A word of the field in one language.
struct Term: Sendable, Hashable {
    let term: String
    let english: String
    let definition: String
    /// Of `term` and `definition`.
    let locale: TextLocale
}

/// The words of the field, as `Texts/terms.csv` lists them.
enum Glossary {
    private struct Row {
        /// By the raw value of the language; empty where there is no translation.
        let terms: [String]
        let definitions: [String]
    }

    private static let rows: [Row] = {
        let file = unsafe schema_text_terms()
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: file.text, count: file.length))
        // term_en, term_nl, term_sv, term_zh, term_fr, then the definitions: the languages in the order of their raw values.
        return records(String(decoding: bytes, as: UTF8.self)).dropFirst().compactMap { fields in
            fields.count == 10 ? Row(terms: Array(fields[..<5]), definitions: Array(fields[5...])) : nil
        }
    }()

    /// The terms in a language, in the order of the file; those that are found by their definition alone come last.
    /// - Parameter search: part of the term, of the English term or of the definition, in any case; nil: all.
    static func terms(in locale: TextLocale, matching search: String? = nil) -> [Term] {
        let wanted = search?.lowercased() ?? ""
        let isNamed = { (term: Term) in
            [term.term, term.english].contains { $0.lowercased().contains(wanted) }
        }
        let found = rows.compactMap { row -> Term? in
            // A term without its definition would be in two languages at once.
            let place = Int(locale.rawValue)
            let isThere = !row.terms[place].isEmpty && !row.definitions[place].isEmpty
            let known = isThere ? locale : .english
            let term = Term(
                term: row.terms[Int(known.rawValue)], english: row.terms[0],
                definition: row.definitions[Int(known.rawValue)], locale: known)
            return wanted.isEmpty || isNamed(term) || term.definition.lowercased().contains(wanted) ? term : nil
        }
        return wanted.isEmpty ? found : found.filter(isNamed) + found.filter { !isNamed($0) }
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
