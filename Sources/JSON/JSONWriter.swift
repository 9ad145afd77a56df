/// Writes JSON as bytes, commas included.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.key("rows")
/// writer.integer(3)
/// writer.endObject()          // {"rows":3}
/// ```
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Blanks per level; nil writes everything on one line.
    private let indentation: Int?
    private var depth = 0
    private var needsComma = false
    private var followsKey = false

    package init(indentation: Int? = nil) { self.indentation = indentation }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Empties the buffer and keeps its room.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        depth = 0
        needsComma = false
        followsKey = false
    }

    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    package mutating func key(_ name: String) {
        separate()
        JSONEscape.appendQuoted(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if indentation != nil { bytes.append(UInt8(ascii: " ")) }
        followsKey = true
    }

    package mutating func string(_ text: String) {
        separate()
        JSONEscape.appendQuoted(text, to: &bytes)
        needsComma = true
    }

    package mutating func string(utf8: Span<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        JSONEscape.append(utf8, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    package mutating func integer(_ value: Int) { raw(String(value)) }
    package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }
    package mutating func null() { raw("null") }
    /// A number as it shall be written; the caller answers for its form.
    package mutating func number(_ text: String) { raw(text) }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .number(let text): number(text)
        case .string(let text): string(text)
        case .array(let values):
            beginArray()
            for value in values { self.value(value) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(member.key)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// A line end between documents of JSON lines.
    package mutating func endDocument() {
        bytes.append(0x0A)
        needsComma = false
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        depth += 1
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if needsComma { newLine() }
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if followsKey {
            followsKey = false
            return
        }
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        if depth > 0 { newLine() }
        needsComma = false
    }

    private mutating func newLine() {
        guard let indentation else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation * depth))
    }
}
